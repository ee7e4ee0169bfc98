"""How good samples are, by temperature, beside real tweets."""
