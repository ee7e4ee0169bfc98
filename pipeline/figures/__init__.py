"""Every plot, once, in one style. May import core."""
