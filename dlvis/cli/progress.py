"""The bar that shows how far a film is: beats that are done, and seconds of film."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tqdm import tqdm

if TYPE_CHECKING:
    from dlvis.film import FilmScene
    from dlvis.render.clips import Watcher


@contextmanager
def film_progress() -> "Iterator[Watcher]":
    """A bar on a terminal (nothing elsewhere), and the function that moves it on after each animation."""
    # `None` is tqdm's way to say: only where somebody is watching
    with tqdm(unit="beat", disable=None, leave=False) as bar:

        def show(scene: "FilmScene") -> None:
            bar.total = len(scene.words.beats)
            bar.n = sum(mark.kind == "beat" for mark in scene.marks)
            bar.set_postfix_str(f"{scene.time:.1f} s of film")

        yield show
