"""A tiling that grows: what `benchmarks/films.py` films, with dlvis and with plain Manim."""

import time
from dataclasses import dataclass

from manim import linear

from benchmarks.films import colours, folded_square, grown
from dlvis.film import FilmScene, Params
from dlvis.mobjects import Placement, RegionTiling

began: list[float] = []  # CPU seconds of this process at the first frame of each film


@dataclass(frozen=True, kw_only=True)
class Swell:
    width: int = 57
    frames: int = 60


class Swelling(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        swell: Swell = Swell()

    def construct(self) -> None:
        folded = folded_square(self.params.swell.width)
        shades = colours(folded)
        tiling = RegionTiling(folded, shades, self.theme, placement=Placement(folded.window))
        self.add(tiling)
        began.append(time.process_time())
        with self.beat("grow"):
            self.change(
                tiling,
                lambda a: tiling.scale_to_fit_width(grown(a)).redraw(folded, shades),
                self.params.swell.frames / 30,
                rate_func=linear,
            )
