"""The tweets of a small grammar, for the tests of this room."""

from writers import tweets  # noqa: F401
