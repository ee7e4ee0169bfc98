"""Causes: what the network does otherwise once a unit holds another text's value. Imports network."""
