"""The limits of `look.md` for the words and shapes of one frame. Lengths are pixels at 1080p."""

from collections.abc import Iterable, Iterator
from itertools import combinations

from dlvis.checks.finding import Finding
from dlvis.checks.seen import Box, SeenShape, SeenText

MARGIN = 0.05  # of the frame's width and height
CAPTIONS = 0.125  # of its height, at the bottom
SLACK = 2.0  # pixels: what is cut off so little is not seen to be
SMALLEST = 28.0
MOST_WORDS = 12


def frame_findings(
    where: str, texts: Iterable[SeenText], shapes: Iterable[SeenShape], frame: Box
) -> Iterator[Finding]:
    """All that is wrong with the places and sizes of what is in the frame."""
    words = tuple(texts)
    for text in words:
        yield from _margin(where, text, frame)
        yield from _size(where, text)
    for first, second in combinations(words, 2):
        yield from _overlap(where, first, second)
    for shape in shapes:
        yield from _edge(where, shape, frame)
    yield from _count(where, words)


def n_words(words: str) -> int:
    """How many there are to read; a number is none."""
    return sum(any(letter.isalpha() for letter in word) for word in words.split())


def short(words: str) -> str:
    """Words for a message, not too many of them."""
    return repr(words if len(words) <= 60 else f"{words[:57]}…")


def _margin(where: str, text: SeenText, frame: Box) -> Iterator[Finding]:
    across, down = MARGIN * frame.right, MARGIN * frame.bottom
    free = {
        "left": (text.box.left, across),
        "right": (frame.right - text.box.right, across),
        "top": (text.box.top, down),
        "captions": (frame.bottom - text.box.bottom, CAPTIONS * frame.bottom),
    }
    for side, (measured, limit) in free.items():
        if measured < limit - SLACK:
            yield Finding(where, short(text.words), f"margin {side}", measured, limit, "px")


def _size(where: str, text: SeenText) -> Iterator[Finding]:
    if text.pixels < SMALLEST - 0.5:
        yield Finding(where, short(text.words), "size", text.pixels, SMALLEST, "px")


def _overlap(where: str, first: SeenText, second: SeenText) -> Iterator[Finding]:
    one, other = first.box, second.box
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    if across > SLACK and down > SLACK:
        both = f"{short(first.words)} and {short(second.words)}"
        yield Finding(where, both, "overlap", min(across, down), 0.0, "px")


def _edge(where: str, shape: SeenShape, frame: Box) -> Iterator[Finding]:
    box = shape.box
    over = max(-box.left, -box.top, box.right - frame.right, box.bottom - frame.bottom)
    is_seen = box.right > 0 and box.bottom > 0 and box.left < frame.right and box.top < frame.bottom
    if is_seen and over > SLACK:
        yield Finding(where, shape.name, "edge", over, 0.0, "px over it")


def _count(where: str, texts: tuple[SeenText, ...]) -> Iterator[Finding]:
    read = [text for text in texts if not (text.is_label or text.is_mathematics)]
    found = sum(n_words(text.words) for text in read)
    if found > MOST_WORDS:
        yield Finding(
            where, short(" ".join(text.words for text in read)), "words", found, MOST_WORDS, "words"
        )
