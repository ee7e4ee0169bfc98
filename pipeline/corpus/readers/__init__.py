"""Readers: any file of short posts becomes a stream of raw records."""
