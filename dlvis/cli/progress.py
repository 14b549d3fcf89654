"""The bar that shows how far a film is, and what to do when it is left before the end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click
from tqdm import tqdm


@contextmanager
def film_progress(scene: str, out: str) -> Iterator[Callable[[int, int], None]]:
    """A bar with the time left on a terminal (nothing elsewhere), and the function that moves it on."""
    # `None` is tqdm's way to say: only where somebody is watching
    with tqdm(desc=scene, unit="frame", disable=None, leave=False) as bar:

        def show(n_done: int, n_total: int) -> None:
            bar.total = n_total
            bar.update(n_done - bar.n)

        try:
            yield show
        except KeyboardInterrupt:
            bar.close()
            click.echo(f"what is drawn is kept in {out}/cache; the same command goes on from there", err=True)
            raise
