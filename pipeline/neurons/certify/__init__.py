"""Certificates: held-out evidence for the chosen addresses, probes, passages."""
