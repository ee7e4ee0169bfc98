"""The toy and the planted network, their tweets and workspaces, for the tests of this room."""

from planted import planted_scan  # noqa: F401
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
