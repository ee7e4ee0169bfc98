"""Probes of many addresses, their control tasks, and directions. Imports what certify does."""
