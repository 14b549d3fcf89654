"""What docs/drawing.md shows runs, and can be drawn."""

import re
from pathlib import Path

import numpy as np

from dlvis.style import theme
from tests.canvas import canvas, inked

PAGE = Path(__file__).resolve().parent.parent / "docs" / "drawing.md"


def test_the_leaves_of_the_page_can_be_drawn():
    [block] = re.findall(r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), flags=re.M | re.S)
    names = {}
    exec(block, names)
    with canvas() as frame:
        roof, ridge = (inked(frame.draw(names[name], phi=0.8), theme("night")) for name in ("roof", "ridge"))
    assert roof.sum() > 20 * ridge.sum() > 0
    assert np.nonzero(ridge)[0].max() < np.nonzero(roof)[0].mean()
