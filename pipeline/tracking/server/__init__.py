"""Servers over the store: as a process that ends with this one, and the one that a team shares."""
