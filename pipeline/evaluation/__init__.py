"""Where the bits go: the cost of test tweets by what stands there, beside an n-gram model and xz."""
