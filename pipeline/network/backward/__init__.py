"""Gradients without a framework: backpropagation through time for every kind of cell.

May import network and text.
"""
