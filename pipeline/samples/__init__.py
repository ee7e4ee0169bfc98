"""Samples: generated tweets, how new and how good they are, and their export."""
