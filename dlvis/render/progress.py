"""How far a film is, from what the processes that draw it tell."""

from collections.abc import Callable

from dlvis.clip import load_clip
from dlvis.errors import InputError
from dlvis.render.order import Order
from dlvis.translation import film_words

# called with the frames that are done, and those there will be as far as is known
OnProgress = Callable[[int, int], None]


class Progress:
    """Adds up the frames of all parts, whichever process has told of them."""

    def __init__(self, n_expected: int, on_progress: OnProgress | None) -> None:
        self._n_total, self._on_progress = n_expected, on_progress
        self._done: dict[int, int] = {}

    def tell(self, part: int, n_frames: int) -> None:
        """`n_frames` of the part of this number are done."""
        self._done[part] = max(n_frames, self._done.get(part, 0))
        self._show()

    def length_is(self, n_frames: int) -> None:
        """One has played the scene to its end, and knows."""
        self._n_total = n_frames
        self._show()

    def _show(self) -> None:
        if self._on_progress is not None:
            n_done = sum(self._done.values())
            self._on_progress(n_done, max(n_done, self._n_total))


def expected_frames(wanted: Order) -> int:
    """How long the film is thought to be before it is played: as the last, else as long as its words."""
    try:
        seconds = load_clip(wanted.target).seconds
    except InputError:
        words = film_words(wanted.scene.file.path, wanted.scene.params)
        seconds = sum(beat.reading_seconds for beat in words.beats.values())
    return round(seconds * wanted.size.fps)
