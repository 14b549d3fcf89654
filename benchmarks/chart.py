"""CPU seconds against regions on two logarithmic axes, as a PNG in the look of the films."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log10
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from dlvis.fonts import font_files
from dlvis.style import theme

LOOK = theme("paper")
SIZE, FINER = (1200, 760), 3  # drawn larger and scaled down: Pillow's lines have no smooth edges
LEFT, RIGHT, TOP, BOTTOM = 110, 1120, 110, 650
X, Y = (1.5, 6.0), (-4.3, 1.3)  # powers of ten
REGIONS = {2: "100", 3: "1 000", 4: "10 000", 5: "100 000", 6: "1 000 000"}
SECONDS = {-4: "0.1 ms", -3: "1 ms", -2: "10 ms", -1: "0.1 s", 0: "1 s", 1: "10 s"}
OURS, RIVAL = LOOK.negative, LOOK.positive


@dataclass(frozen=True)
class Series:
    """One family of nets, folded by one side: (regions, seconds) in rising order."""

    family: str
    is_ours: bool
    points: tuple[tuple[int, float], ...]


def save_chart(series: Iterable[Series], path: Path) -> None:
    """Draw the series: a colour for each side, a mark for each family."""
    image = Image.new("RGB", (SIZE[0] * FINER, SIZE[1] * FINER), LOOK.ground)
    pen = ImageDraw.Draw(image)
    drawn = list(series)
    families = list(dict.fromkeys(one.family for one in drawn))
    _axes(pen)
    for one in drawn:
        _line(pen, one, families.index(one.family))
    _legend(pen, families)
    small = image.resize(SIZE, Image.Resampling.LANCZOS)
    small.quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


def _place(regions: float, seconds: float) -> tuple[float, float]:
    across, up = (log10(regions) - X[0]) / (X[1] - X[0]), (log10(seconds) - Y[0]) / (Y[1] - Y[0])
    return LEFT + across * (RIGHT - LEFT), BOTTOM - up * (BOTTOM - TOP)


def _axes(pen: ImageDraw.ImageDraw) -> None:
    for power, said in REGIONS.items():
        x, _ = _place(10**power, 1)
        _stroke(pen, [(x, TOP), (x, BOTTOM)], LOOK.hairline, 1)
        _text(pen, (x, BOTTOM + 12), said, LOOK.muted, "ma")
    for power, said in SECONDS.items():
        _, y = _place(1, 10**power)
        _stroke(pen, [(LEFT, y), (RIGHT, y)], LOOK.hairline, 1)
        _text(pen, (LEFT - 14, y), said, LOOK.muted, "rm")
    _text(pen, ((LEFT + RIGHT) / 2, BOTTOM + 52), "linear regions", LOOK.muted, "ma")
    _text(pen, (LEFT, 34), "CPU time to fold a net, against the regions it has", LOOK.ink, "la", 30)


def _line(pen: ImageDraw.ImageDraw, one: Series, mark: int) -> None:
    colour = OURS if one.is_ours else RIVAL
    places = [_place(*point) for point in one.points]
    _stroke(pen, places, colour, 2.5)
    for place in places:
        _mark(pen, place, mark, colour)


def _legend(pen: ImageDraw.ImageDraw, families: list[str]) -> None:
    for row, (said, colour) in enumerate((("two-state numpy splitter", RIVAL), ("dlvis", OURS))):
        y = TOP + 30 + 32 * row
        _stroke(pen, [(LEFT + 24, y), (LEFT + 60, y)], colour, 4)
        _text(pen, (LEFT + 74, y), said, LOOK.ink, "lm")
    for row, family in enumerate(families):
        y = TOP + 30 + 32 * (row + 2)
        _mark(pen, (LEFT + 42, y), row, LOOK.muted)
        _text(pen, (LEFT + 74, y), family, LOOK.ink, "lm")


def _mark(pen: ImageDraw.ImageDraw, place: tuple[float, float], mark: int, colour: str) -> None:
    """A disc, a square or a triangle."""
    x, y, r = place[0] * FINER, place[1] * FINER, 8 * FINER
    if mark == 0:
        pen.ellipse((x - r, y - r, x + r, y + r), colour, LOOK.ground, FINER)
    else:
        pen.regular_polygon((x, y, 1.3 * r), (4, 3)[mark - 1], 0, colour, LOOK.ground, FINER)


def _stroke(pen: ImageDraw.ImageDraw, places: list[tuple[float, float]], colour: str, width: float) -> None:
    points = [(x * FINER, y * FINER) for x, y in places]
    pen.line(points, colour, round(width * FINER), joint="curve")


def _text(
    pen: ImageDraw.ImageDraw,
    place: tuple[float, float],
    said: str,
    colour: str,
    anchor: str,
    size: int = 22,
) -> None:
    regular = next(file for file in font_files() if "bold" not in file.stem.lower())
    face = ImageFont.truetype(regular, size * FINER)
    pen.text((place[0] * FINER, place[1] * FINER), said, colour, face, anchor)
