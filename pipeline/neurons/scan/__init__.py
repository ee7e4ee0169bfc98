"""The one pass that scores every address for every concept, and what chance finds."""
