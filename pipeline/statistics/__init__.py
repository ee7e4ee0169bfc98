"""Statistics as pure functions of arrays: scores, resampling, permutation, logistic regression.

It may import `core`.
"""
