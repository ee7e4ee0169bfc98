"""What turns a loop over arrays into machine code, for loops that NumPy would take in ten passes.

Compiled loops hold no lock, so threads run side by side.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from numba import njit

# Compiling takes some seconds: what comes of it is kept beside the sources, where that can be written.
KEPT = os.access(Path(__file__).parents[1], os.W_OK)
compiled: Callable[[Callable[..., Any]], Callable[..., Any]] = njit(nogil=True, cache=KEPT)
