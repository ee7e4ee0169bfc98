"""Cleaning: pure steps from table to table; dates; what a text says about itself."""
