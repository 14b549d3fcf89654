"""The smallest film: a dot that moves across a tilted square, for the tests of film and render."""

from dataclasses import dataclass

from manim import DEGREES, RIGHT, Dot, Square, Text

from dlvis.film import FilmScene, Params, param


@dataclass(frozen=True, kw_only=True)
class Style:
    sizes: tuple[int, ...] = (1, 2)
    note: str | None = None


class DotMoves(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        distance: float = param(2.0, "how far the dot moves")
        style: Style = Style()

    def construct(self):
        self.credit(["Made up for the tests, CC0"])
        dot = Dot(radius=0.4, color=self.theme.positive)
        count = self.pin(Text(self.label("sizes", n=len(self.params.style.sizes)), color=self.theme.ink))
        self.set_camera_orientation(phi=60 * DEGREES)
        with self.beat("start"):
            self.add(Square(color=self.theme.negative), dot, count.to_corner())
            self.still("placed")
        with self.beat("move"):
            self.play(dot.animate.shift(self.params.distance * RIGHT), run_time=1)
