"""The trained network without a framework: weights, signals, addresses. May import core and text."""
