"""Tables: how a file of cells is written, guessed from samples and checked over the whole file."""
