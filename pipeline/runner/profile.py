"""What a stage costs: wall time, CPU time and peak memory of this process and of those it started."""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CLEAR = Path("/proc/self/clear_refs")  # Linux: writing 5 resets the peak
STATUS = Path("/proc/self/status")


@contextmanager
def measured() -> Iterator[dict[str, float]]:
    """A table that holds `wall_s`, `cpu_s` and `peak_bytes` when the block has ended.

    The peak is the block's own where the system can reset it (Linux), else that of the process so far.
    """
    found: dict[str, float] = {}
    _reset_peak()
    wall, cpu = time.perf_counter(), _cpu()
    try:
        yield found
    finally:
        found["wall_s"] = round(time.perf_counter() - wall, 2)
        found["cpu_s"] = round(_cpu() - cpu, 2)
        found["peak_bytes"] = float(_peak())


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _reset_peak() -> None:
    try:
        CLEAR.write_text("5")
    except OSError:
        return  # not on this system, or not allowed: the peak of the process is reported


def _peak() -> int:
    if STATUS.exists():
        for line in STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
