"""Labels by people: read, and compared with the rules."""
