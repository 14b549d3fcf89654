"""A whole film, drawn and encoded: a tiling that grows, by `dlvis render` and by plain Manim.

Both are measured from their first frame to the finished file, in CPU seconds of all threads. Manim's is what
one would write: a VGroup of Polygon with an updater.
"""

import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from manim import Polygon, Scene, ValueTracker, VGroup, linear, tempconfig

from benchmarks.nets import he_net
from benchmarks.painters import HEIGHT, WIDTH
from dlvis.geometry import FoldComplex, Window, fold_complex

SCENE = Path(__file__).parent / "scenes" / "swelling.py"
FPS = 30
SIDE, MORE = 5.0, 2.0  # scene units: the square's side at first, and how much it grows


def folded_square(width: int) -> FoldComplex:
    """The complex of a net with one hidden layer of that width."""
    return fold_complex(he_net((2, width, 1)), Window(-1, 1, -1, 1))


def colours(folded: FoldComplex) -> np.ndarray:
    return np.random.default_rng(0).uniform(0.2, 1, (folded.n_regions, 3))


def grown(share: float) -> float:
    """The square's side when that share of the film is over."""
    return SIDE + MORE * share


def our_film(width: int, n_frames: int, preset: str, folder: Path | None = None) -> float:
    """CPU seconds of the film by dlvis; left in `folder` if one is given."""
    from dlvis.render.crew import filmed
    from dlvis.render.drawing import FILM
    from dlvis.render.encoding import join
    from dlvis.render.order import CACHE, order
    from dlvis.render.progress import Progress
    from dlvis.tasks import Store

    with TemporaryDirectory() as place:
        out = Path(place)
        wanted = order(SCENE, {"swell": {"width": width, "frames": n_frames}}, f"{WIDTH}x{HEIGHT}@{FPS}", out)
        wanted = replace(wanted, size=replace(wanted.size, encoder=(("crf", "23"), ("preset", preset))))
        store = Store(out / CACHE)
        timeline = filmed(wanted, store, 1, Progress(n_frames, None))
        parts = [store.found(task) for task, _ in timeline.parts]
        join((part / FILM for part in parts if part), (folder or out) / "ours.mp4", wanted.size)
        return time.process_time() - _began()


def manim_film(width: int, n_frames: int, preset: str, folder: Path | None = None) -> float:
    """CPU seconds of the film by plain Manim; left in `folder` if one is given."""
    with TemporaryDirectory() as place:
        settings = {
            "media_dir": str(folder or place),
            "pixel_width": WIDTH,
            "pixel_height": HEIGHT,
            "frame_rate": FPS,
            "background_color": "#0F1216",
            "video_encoder_options": {"crf": "23", "preset": preset},
            "disable_caching": True,
            "progress_bar": "none",
            "verbosity": "ERROR",
        }
        with tempconfig(settings):
            scene = _swelling_of_polygons(width, n_frames)()
            scene.render()
        return time.process_time() - scene.began


def _began() -> float:
    """When the scene, which dlvis has loaded as a module of its own, began to move."""
    loaded = [
        module for module in list(sys.modules.values()) if getattr(module, "__file__", None) == str(SCENE)
    ]
    return float(max(module.began[-1] for module in loaded if module.began))


def _swelling_of_polygons(width: int, n_frames: int) -> type[Scene]:
    class Swelling(Scene):
        def construct(self) -> None:
            folded, share = folded_square(width), ValueTracker(0)
            outlines = [_outline(folded.region(region)) for region in range(folded.n_regions)]
            group = VGroup(*(Polygon(*outline[:-1]) for outline in outlines)).set_stroke(width=0)
            for shape, colour in zip(group, colours(folded), strict=True):
                shape.set_fill("#" + bytes((255 * colour).round().astype(np.uint8)).hex(), opacity=1)

            def move(shapes: VGroup) -> None:
                scale = grown(share.get_value()) / SIDE
                for shape, outline in zip(shapes, outlines, strict=True):
                    shape.set_points_as_corners(scale * outline)

            self.add(group.add_updater(move))
            self.began = time.process_time()
            self.play(share.animate.set_value(1), run_time=n_frames / FPS, rate_func=linear)

    return Swelling


def _outline(corners: np.ndarray) -> np.ndarray:
    """(n + 1, 3): the corners in the scene, the first one again at the end."""
    points = np.column_stack([corners * SIDE / 2, np.zeros(len(corners))])
    return points[[*range(len(points)), 0]]
