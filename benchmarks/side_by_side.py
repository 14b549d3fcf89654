"""Pictures of plain Manim and ours side by side, enlarged: `python -m benchmarks.drawing --figure PATH`."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks.films import folded_square
from benchmarks.painters import HEIGHT, WIDTH, Frame, Tiling, manim_tiling, our_tiling, tiling
from benchmarks.surfaces import manim_surfaces, our_sheets, planes
from dlvis.fonts import font_files

CELL = (760, 330)
GAP, CAPTION = 20, 44
GROUND, INK = (15, 18, 22), (232, 230, 225)


def save_figure(path: Path) -> None:
    """Write a PNG: a tiling in light greys four times enlarged, two crossing sheets, twice."""
    tilings = [painter(_pale())() for painter in (manim_tiling, our_tiling)]
    sheets = [painter(20, bare=True, heights=planes)() for painter in (manim_surfaces, our_sheets)]
    rows = [
        (f"tiling of {folded_square(180).n_regions:,} regions", [_enlarged(each, 4) for each in tilings]),
        ("two crossing sheets", [_enlarged(each, 2) for each in sheets]),
    ]
    width, height = 2 * CELL[0] + 3 * GAP, len(rows) * (CELL[1] + CAPTION + GAP)
    sheet = Image.new("RGB", (width, height), GROUND)
    write, font = ImageDraw.Draw(sheet), ImageFont.truetype(str(font_files()[0]), 26)
    for number, (what, pictures) in enumerate(rows):
        top = number * (CELL[1] + CAPTION + GAP)
        for side, (picture, whose) in enumerate(zip(pictures, ("plain Manim", "dlvis"), strict=True)):
            left = GAP + side * (CELL[0] + GAP)
            write.text((left, top + 6), f"{whose}: {what}", INK, font)
            sheet.paste(picture, (left, top + CAPTION))
    sheet.save(path, optimize=True)


def _pale() -> Tiling:
    """Regions in greys so light that every hairline between them is seen."""
    shown = tiling(folded_square(180))
    grey = np.random.default_rng(0).uniform(0.86, 1.0, (len(shown.colours), 1))
    return Tiling(shown.folded, shown.points, np.hstack([grey, grey, grey, np.ones_like(grey)]))


def _enlarged(frame: Frame, times: int) -> Image.Image:
    """What lies in the middle of a frame, each pixel as a square."""
    width, height = CELL[0] // times, CELL[1] // times
    left, top = (WIDTH - width) // 2, (HEIGHT - height) // 2
    cut = Image.fromarray(frame[top : top + height, left : left + width, :3].astype(np.uint8))
    return cut.resize(CELL, Image.Resampling.NEAREST)
