"""The small network that writes, its tweets and its workspace, for the tests of this room."""

from writers import make_network, network, tweets, vocabulary, write_workspace  # noqa: F401
