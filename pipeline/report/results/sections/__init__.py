"""Parts of the results pages."""
