"""Pages of the results that stand for themselves, each from one file in benchmarks/results."""
