"""Two translucent sheets that cross, as two `Surface`s of plain Manim and as ours, seen by a tilted camera.

Each painter returns a call that draws one frame of 1080p and answers it as (H, W, 4) uint8. `bare` leaves out
the edges and the light.
"""

from collections.abc import Callable

import numpy as np
from manim import Surface, ThreeDCamera, VGroup

from benchmarks.painters import HEIGHT, WIDTH, Draw, Frame
from dlvis.camera import FilmCamera
from dlvis.draw.light import lightness, lit
from dlvis.draw.patchwork import ring_patches
from dlvis.mobjects.leaves import Patches, Strokes
from dlvis.mobjects.placement import stroke

SIDE = 3.0  # scene units from the middle to a side
COLOURS = ("#E69F00", "#56B4E9")
OPACITY = 0.5
VIEW = {"phi": 1.0, "theta": -1.2}


Heights = Callable[[float, float], tuple[float, float]]


def waves(u: float, v: float) -> tuple[float, float]:
    """Two sheets that cross in curves."""
    wave = 0.9 * float(np.sin(1.3 * u) * np.cos(1.1 * v))
    return wave, -wave


def planes(u: float, v: float) -> tuple[float, float]:
    """Two that cross in one straight line."""
    return 0.35 * u + 0.1 * v, -0.3 * u + 0.25 * v + 0.1


def manim_surfaces(n: int, bare: bool, heights: Heights = waves) -> Draw:
    """Two `Surface`s of n x n faces each, as they look by default or without strokes and shading."""
    camera = ThreeDCamera(pixel_width=WIDTH, pixel_height=HEIGHT, background_color="#000000", **VIEW)
    look = {"stroke_width": 0, "should_make_jagged": True} if bare else {}
    camera.should_apply_shading = not bare
    shown = VGroup(*(_surface(n, which, heights, look) for which in (0, 1)))
    return _drawing(camera, shown)


def our_sheets(n: int, bare: bool, heights: Heights = waves) -> Draw:
    """The same faces as patches, lit and with their edges unless bare."""
    camera = FilmCamera(pixel_width=WIDTH, pixel_height=HEIGHT, background_color="#000000", **VIEW)
    shown = VGroup()
    for which in (0, 1):
        shown.add(*_sheet(n, which, heights, bare))
    return _drawing(camera, shown)


def _surface(n: int, which: int, heights: Heights, look: dict) -> Surface:
    span = [-SIDE, SIDE]
    return Surface(
        lambda u, v: np.array([u, v, heights(u, v)[which]]),
        u_range=span,
        v_range=span,
        resolution=(n, n),
        checkerboard_colors=[COLOURS[which]] * 2,
        fill_opacity=OPACITY,
        **look,
    )


def _sheet(n: int, which: int, heights: Heights, bare: bool) -> list[Patches | Strokes]:
    at = np.linspace(-SIDE, SIDE, n + 1)
    grid = np.array([[(u, v, heights(u, v)[which]) for v in at] for u in at])
    corners = np.stack([grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]], axis=2).reshape(-1, 4, 3)
    rgb = np.broadcast_to([int(COLOURS[which][i : i + 2], 16) / 255 for i in (1, 3, 5)], (n * n, 3))
    if not bare:
        across, along = corners[:, 1] - corners[:, 0], corners[:, 3] - corners[:, 0]
        rgb = lit(rgb, lightness(np.column_stack([across[:, 2], along[:, 2]]) * n / (2 * SIDE)))
    work = ring_patches(4 * np.arange(n * n + 1), np.arange(n * n))
    patches = Patches().redraw(corners.reshape(-1, 3), work, np.column_stack([rgb, np.full(n * n, OPACITY)]))
    if bare:
        return [patches]
    starts = np.concatenate([grid[:-1].reshape(-1, 3), grid[:, :-1].reshape(-1, 3)])
    ends = np.concatenate([grid[1:].reshape(-1, 3), grid[:, 1:].reshape(-1, 3)])
    return [patches, Strokes(stroke(1.0)).redraw(starts, ends, [0.8, 0.8, 0.8, 0.6])]


def _drawing(camera: ThreeDCamera, shown: VGroup) -> Draw:
    def draw() -> Frame:
        camera.reset()
        camera.capture_mobjects([shown])
        return camera.pixel_array

    return draw
