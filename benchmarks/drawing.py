"""What a frame costs, ours against cairo and plain Manim: `python -m benchmarks.drawing [--quick] [--json]`.

CPU seconds of one frame of 1080p on one core, warm, the median of five; all sides in one run. `--quick`
leaves out what takes more than a few seconds. The seam is the worst pixel, 0-255, in a white tiling on black.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import numpy as np

from benchmarks.films import folded_square, manim_film, our_film
from benchmarks.geometry import cpu_seconds
from benchmarks.nets import he_net
from benchmarks.painters import (
    HEIGHT,
    WIDTH,
    Draw,
    Lines,
    Tiling,
    cairo_lines,
    cairo_tiling,
    manim_tiling,
    our_lines,
    our_tiling,
    tiling,
    worst_seam,
)
from benchmarks.side_by_side import save_figure
from benchmarks.surfaces import manim_surfaces, our_sheets
from dlvis.geometry import Window, fold_complex

WINDOW = Window(-1, 1, -1, 1)
SMALL, MIDDLE, LARGE, HUGE = ((2, width, 1) for width in (57, 180, 592, 1860))  # 1k, 10k, 100k, 1M regions
MOST_FOR_MANIM = 20_000  # regions; a quarter of a minute a frame beyond
MOST_FOR_CAIRO = 200_000

Painter = Callable[[Tiling], Draw]
RIVALS: dict[str, tuple[Painter, int]] = {
    "cairo, a path each": (cairo_tiling, MOST_FOR_CAIRO),
    "Manim, VGroup of Polygon": (manim_tiling, MOST_FOR_MANIM),
}


def tiling_rows(widths: tuple[int, ...]) -> Iterator[dict]:
    """One tiling, ours against each rival that can bear it."""
    shown = tiling(fold_complex(he_net(widths), WINDOW))
    n, ours, seam = shown.folded.n_regions, cpu_seconds(our_tiling(shown)), worst_seam(our_tiling, shown)
    able = [(name, painter) for name, (painter, most) in RIVALS.items() if n <= most]
    for name, painter in able:
        rival = cpu_seconds(painter(shown), 5 if n < 2000 else 3)
        seams = {"seam": seam, "rival_seam": worst_seam(painter, shown)}
        yield row(f"{n:,} regions: {name}", ours, rival) | seams
    if not able:
        yield row(f"{n:,} regions", ours, None) | {"seam": seam, "rival_seam": None}


def stroke_row(n: int, length: float = 20.0, width: float = 2.0) -> dict:
    """Many short strokes, ours against cairo."""
    draw = np.random.default_rng(0)
    starts, turn = draw.uniform(0, [WIDTH, HEIGHT], (n, 2)), draw.uniform(0, 2 * np.pi, n)
    ends = starts + length * np.column_stack([np.cos(turn), np.sin(turn)])
    lines = Lines(starts, ends, np.hstack([draw.uniform(0, 1, (n, 3)), np.ones((n, 1))]), width)
    work = f"{n:,} strokes of {length:g} px: cairo, a path each"
    return row(work, cpu_seconds(our_lines(lines)), cpu_seconds(cairo_lines(lines)))


def sheet_rows(n: int) -> Iterator[dict]:
    """Two crossing sheets of n x n faces each, ours against Manim's `Surface`, both as mobjects."""
    for look, bare in (("default look", False), ("bare", True)):
        work = f"2 sheets, {2 * n * n:,} facets, {look}: Manim, Surface"
        yield row(work, cpu_seconds(our_sheets(n, bare)), cpu_seconds(manim_surfaces(n, bare), 3))


def film_rows(width: int, n_frames: int, presets: tuple[str, ...]) -> Iterator[dict]:
    """A film of a tiling that grows, drawn and encoded; CPU seconds a frame."""
    n = folded_square(width).n_regions
    for preset in presets:
        ours, rival = (film(width, n_frames, preset) / n_frames for film in (our_film, manim_film))
        yield row(f"film of {n:,} regions, x264 {preset}: Manim, VGroup of Polygon", ours, rival)


def row(work: str, ours: float, rival: float | None) -> dict:
    """One comparison; `ratio` is how many times as long the rival takes."""
    return {"work": work, "ours": ours, "rival": rival, "ratio": rival and round(rival / ours, 1)}


@click.command()
@click.option("--quick", is_flag=True, help="Only what takes a few seconds.")
@click.option(
    "--figure", type=click.Path(path_type=Path), help="Write the pictures side by side here, as PNG."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row, instead of a table.")
def main(quick: bool, figure: Path | None, as_json: bool) -> None:
    """Measure what a frame costs, ours against cairo and plain Manim."""
    if figure is not None:
        save_figure(figure)
        return
    if not as_json:
        print("| work | rival, CPU ms | ours, CPU ms | ratio | seam, rival | seam, ours |")
        print("|---|---|---|---|---|---|")
    for each in _quick_rows() if quick else _rows():
        print(json.dumps(each) if as_json else _line(each), flush=True)


def _quick_rows() -> Iterator[dict]:
    yield from tiling_rows(SMALL)
    yield stroke_row(2000)
    yield from sheet_rows(12)
    yield from film_rows(57, 54, ("ultrafast",))


def _rows() -> Iterator[dict]:
    for widths in (SMALL, MIDDLE, LARGE, HUGE):
        yield from tiling_rows(widths)
    yield stroke_row(10_000)
    yield from sheet_rows(49)
    for width in (57, 180):
        yield from film_rows(width, 60, ("medium", "ultrafast"))


def _line(each: dict) -> str:
    cells = [_ms(each["rival"]), _ms(each["ours"]), each["ratio"], each.get("rival_seam"), each.get("seam")]
    return "| " + " | ".join([each["work"], *("–" if cell is None else str(cell) for cell in cells)]) + " |"


def _ms(seconds: float | None) -> str | None:
    return None if seconds is None else f"{1000 * seconds:.1f}"


if __name__ == "__main__":
    main()
