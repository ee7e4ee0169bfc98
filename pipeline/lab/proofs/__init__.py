"""Proofs that a network with hard gates is right on every string of a language, and their checker.

The checker, `verify.py`, shares no code with the prover and needs NumPy alone.
"""
