"""Concepts: which characters of a tweet are in a hashtag, a proper noun, a quotation; each a small named rule."""
