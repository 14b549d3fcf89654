"""How much memory there is to be had."""

import os
from contextlib import suppress
from pathlib import Path


def available_memory() -> int | None:
    """Bytes that can be had now, of the machine or of the container; None where the system does not say."""
    known = []
    with suppress(OSError, ValueError, StopIteration):
        lines = Path("/proc/meminfo").read_text().splitlines()
        known.append(1024 * int(next(line for line in lines if line.startswith("MemAvailable")).split()[1]))
    with suppress(OSError, ValueError):
        group = Path("/sys/fs/cgroup")
        limit, used = (int((group / f"memory.{name}").read_text()) for name in ("max", "current"))
        known.append(max(limit - used, 0))
    with suppress(OSError, ValueError, AttributeError):
        known = known or [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    return min(known, default=None)
