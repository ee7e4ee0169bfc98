"""What most rooms know about text: entities, URLs, domains, the vocabulary, n-grams. May import core."""
