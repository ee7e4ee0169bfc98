"""Concepts: which characters of a tweet are in a hashtag, a name, a quotation; each by a small rule."""

from pipeline.concepts.catalogue import CONCEPTS, GRADED, Concept
from pipeline.concepts.label import label, mask, masks

__all__ = ["CONCEPTS", "GRADED", "Concept", "label", "mask", "masks"]
