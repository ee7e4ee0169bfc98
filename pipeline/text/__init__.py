"""What most rooms know about text: entities, URLs, top-level domains, the vocabulary, n-grams. May import core."""
