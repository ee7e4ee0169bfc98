"""JSON: values one after the other, and the posts in each."""
