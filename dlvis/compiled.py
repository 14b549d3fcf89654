"""Numba's decorator in one place: cached where a cache can be written, and not silent while it compiles."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread
from typing import Any

from numba import njit

Kernel = Callable[..., Any]

# The numbers of a kernel follow IEEE 754, but a * b + c may be rounded once instead of twice (contract).
# Without _nrt False, numba counts references to each array at each step: ten times the work itself.
_OPTIONS: dict[str, Any] = {"error_model": "numpy", "fastmath": {"contract"}, "nogil": True, "_nrt": False}
# a step is never called by Python; wrapping it for that would take half of the time to compile
_STEP = _OPTIONS | {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def compiled(kernel: Kernel) -> Kernel:
    """A kernel that Python calls: machine code at its first call, kept on disk if any place allows it."""
    # numba looks for changes in the kernel's own file alone; the name in the cache tells those beside it too
    kernel.__qualname__ = f"{kernel.__name__}-{_sources(Path(kernel.__code__.co_filename).parent)}"
    try:
        result: Kernel = njit(cache=True, **_OPTIONS)(kernel)
    except RuntimeError:  # numba found no folder for its cache that can be written
        result = njit(**_OPTIONS)(kernel)
    return result


def called(step: Kernel) -> Kernel:
    """A step of kernels, compiled once for all its callers."""
    result: Kernel = njit(**_STEP)(step)
    return result


def inlined(step: Kernel) -> Kernel:
    """A step of kernels, compiled into each of its callers."""
    result: Kernel = njit(forceinline=True, **_STEP)(step)
    return result


@contextmanager
def first_use_told(kernel: Kernel, after: float = 1.0) -> Iterator[None]:
    """Say so on stderr when `kernel` is new in this process, the block takes more than `after` seconds and
    numba did not find the kernel in its cache."""
    if getattr(kernel, "signatures", True):
        yield
        return
    done = Event()
    Thread(target=_tell_compiling, args=(kernel, done, after), daemon=True).start()
    try:
        yield
    finally:
        done.set()


def _tell_compiling(kernel: Kernel, done: Event, after: float) -> None:
    """Look again and again: the kernel's turn may come late in the block."""
    while not kernel.stats.cache_misses:  # type: ignore[attr-defined]
        if done.wait(after):
            return
    if done.wait(after):
        return
    print("dlvis: compiling the kernels (once, then kept on disk) …", file=sys.stderr, flush=True)


@cache
def _sources(folder: Path) -> str:
    """A digest of all modules of a folder."""
    return sha256(b"".join(path.read_bytes() for path in sorted(folder.glob("*.py")))).hexdigest()[:12]
