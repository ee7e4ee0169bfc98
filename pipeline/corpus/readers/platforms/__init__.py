"""The forms of posts that platforms and collectors write: each a module from a raw record to a `Post`."""
