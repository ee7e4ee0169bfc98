"""The bytes: which files a corpus is, what they are packed in, and their encoding."""
