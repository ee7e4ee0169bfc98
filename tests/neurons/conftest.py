"""The toy network, its tweets and its workspace, for the tests of this room."""

from toys import (  # noqa: F401
    find_runs,
    make_network,
    network,
    save_network,
    spans,
    tweets,
    vocabulary,
    workspace,
)
