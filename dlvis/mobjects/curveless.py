"""A VMobject whose points stand for themselves: what Manim asks of curves, answered by points alone."""

from typing import Any, Self

from manim import VMobject

from dlvis.errors import InputError

REMEDY = "fade one out and the other in"


class Curveless(VMobject):
    """Corners and ends in place of Bezier curves. With `is_void` its points have no extent."""

    is_void: bool = True

    def get_anchors(self) -> Any:
        return self.points[:0] if self.is_void else self.points

    def get_points_defining_boundary(self) -> Any:
        return self.get_anchors()

    def reduce_across_dimension(self, reduce_func: Any, dim: int) -> Any:
        return None if self.is_void else super().reduce_across_dimension(reduce_func, dim)

    def get_anchors_and_handles(self) -> Any:
        return [self.points] * 4

    def set_anchors_and_handles(self, anchors1: Any, *others: Any) -> Self:
        self.points = anchors1
        return self

    def get_subpaths(self) -> Any:
        raise InputError(f"Transform: expected {type(self).__name__} on both sides; {REMEDY}")

    def get_subpath_split_indices_from_points(self, *args: Any, **kwargs: Any) -> Any:
        """Called by Manim's own cameras alone, which would draw nonsense."""
        raise InputError(
            f"{type(self).__name__}: expected the camera of a dlvis.film.FilmScene; make the scene one"
        )

    def null_point_align(self, mobject: Any) -> Self:
        return self  # it never becomes a group
