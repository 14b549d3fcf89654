"""A film of several parts with whatever is hard to cut: long and short animations, still waits, steps by
`dt`, a chain of animations, something pinned, and a wait that ends on a condition."""

from dataclasses import dataclass

from manim import LEFT, RIGHT, UP, Dot, FadeIn, FadeOut, Square, Succession, always_redraw, linear

from dlvis.film import FilmScene, Params


@dataclass(frozen=True, kw_only=True)
class Lane:
    length: float = 6.0


class Lanes(FilmScene):
    @dataclass(frozen=True, kw_only=True)
    class Params(Params):
        lane: Lane = Lane()
        broken: bool = False

    def construct(self):
        runner = Dot(3 * LEFT, radius=0.5, color=self.theme.positive)
        shadow = self.pin(always_redraw(lambda: Square(0.5, fill_opacity=0.5).next_to(runner, UP)))
        with self.beat("run"):
            self.play(FadeIn(runner), run_time=0.4)
            self.add(shadow)
            self.play(runner.animate.shift(self.params.lane.length * RIGHT), run_time=9, rate_func=linear)
            self.still("there")
        with self.beat("turn"):
            square = Square(2, color=self.theme.negative, fill_opacity=0.5)
            square.add_updater(lambda each, dt: each.rotate(dt))
            self.add(square)
            self.wait(2.5)
            self.wait(4, stop_condition=lambda: self.time > 14.05)
            square.clear_updaters()
            if self.params.broken:
                raise ValueError("out of lane")
        with self.beat("back"):
            back = Succession(
                runner.animate.shift(LEFT), FadeOut(square), runner.animate.shift(2 * LEFT), run_time=7
            )
            self.play(back)
            self.wait(2)
