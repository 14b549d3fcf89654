"""Words against what is drawn behind them: the contrast ratio of WCAG 2.2, criterion 1.4.3."""

from collections.abc import Iterable, Iterator

import numpy as np

from dlvis.arrays import Floats
from dlvis.checks.finding import Finding
from dlvis.checks.rules import short
from dlvis.checks.seen import Box, SeenText
from dlvis.style.colour import contrasts

LEAST = 4.5
SHARE = 0.05  # of the pixels behind may have less: the thin line that passes under a word does not hide it


def contrast_findings(where: str, texts: Iterable[SeenText], behind: Floats, frame: Box) -> Iterator[Finding]:
    """Words that cannot be told from `behind`, the picture (height, width, 3) in 0..1 without any words."""
    for text in texts:
        measured = contrast_behind(text, behind, frame)
        if measured is not None and measured < LEAST:
            yield Finding(where, short(text.words), "contrast", measured, LEAST, ": 1")


def contrast_behind(text: SeenText, behind: Floats, frame: Box) -> float | None:
    """The contrast that all but `SHARE` of the pixels behind the words reach; None outside of the frame."""
    pixels = _cut(behind, text.box, frame).reshape(-1, 3)
    if len(pixels) == 0:
        return None
    *colour, opacity = text.colour
    ink = opacity * np.array(colour) + (1 - opacity) * pixels
    return float(np.quantile(contrasts(ink, pixels), SHARE))


def _cut(picture: Floats, box: Box, frame: Box) -> Floats:
    scale = picture.shape[1] / frame.right
    left, top = (max(int(np.floor(value * scale)), 0) for value in (box.left, box.top))
    right, bottom = (max(int(np.ceil(value * scale)), 0) for value in (box.right, box.bottom))
    return picture[top:bottom, left:right]
