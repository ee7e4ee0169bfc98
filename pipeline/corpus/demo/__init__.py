"""The built-in corpus: a grammar that writes tweets in raw form, and the exact truth about each of them.

Nothing in it happened and nobody in it exists. `write` makes the raw file, dirt included, and the gold spans
of every concept, in code points of the cleaned text: HTML entities undone, mojibake repaired, NFC, control
characters dropped, NBSP and runs of blanks made one blank, newlines kept, stripped at both ends.
What a span covers is said in `markup` (what the grammar knows) and `surface` (what the characters show).
"""

from pipeline.corpus.demo.corpus import Tweet, make, write
from pipeline.corpus.demo.topic import SLOGANS

__all__ = ["SLOGANS", "Tweet", "make", "write"]
