"""What docs/drawing.md shows runs, and can be drawn."""

import re
from pathlib import Path

import numpy as np

from dlvis.style import theme
from tests.canvas import canvas, inked

PAGE = Path(__file__).resolve().parent.parent / "docs" / "drawing.md"


def shown(block):
    """The names that the page's example of this number, from 0, has defined."""
    names = {}
    exec(
        re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S)[block],
        names,
    )
    return names


def test_the_formula_of_the_page_becomes_the_other():
    names = shown(1)
    animation = names["animation"]
    animation.begin()
    animation.finish()
    assert names["product"].part("W2-b").get_x() > names["product"].part("x").get_x()


def test_the_leaves_of_the_page_can_be_drawn():
    names = shown(0)
    with canvas() as frame:
        roof, ridge = (inked(frame.draw(names[name], phi=0.8), theme("night")) for name in ("roof", "ridge"))
    assert roof.sum() > 20 * ridge.sum() > 0
    assert np.nonzero(ridge)[0].max() < np.nonzero(roof)[0].mean()
