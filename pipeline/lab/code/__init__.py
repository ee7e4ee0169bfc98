"""Code as a stream: Python's own library, what stands at each of its characters, and a score of written code."""
