"""The work of many nets, shared out to this machine's cores."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]


@contextmanager
def spread_over(n_threads: int) -> Iterator[Spread]:
    """`map` over so many threads, results in order; with one thread it is `map` itself."""
    if n_threads == 1:
        yield map
        return
    with ThreadPoolExecutor(n_threads) as pool:
        yield pool.map
