"""The command line. The top room: it may import every other."""
