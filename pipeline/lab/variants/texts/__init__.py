"""Cells compared on text, of equal parameters and minutes: the built-in corpus of tweets, and code."""
