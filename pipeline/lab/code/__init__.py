"""Code as a stream: Python's own library, what stands at each character, and a score of written code."""
