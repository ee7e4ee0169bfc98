"""The network writes: texts drawn character by character, many at once."""
