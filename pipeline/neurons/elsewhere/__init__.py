"""Detectors on other texts and in other networks: gold labels, other seeds."""
