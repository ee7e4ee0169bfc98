"""The network writes: from logits to characters, many tweets at once."""
