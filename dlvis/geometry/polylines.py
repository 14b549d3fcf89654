"""Ragged lines: points and offsets."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from dlvis.arrays import Floats, Ints, frozen
from dlvis.errors import InputError


@dataclass(frozen=True, eq=False)
class Polylines:
    """Lines of any length: line i is `points[offsets[i]:offsets[i + 1]]` (n, 2); a closed one repeats its
    first point at its end."""

    points: Floats
    offsets: Ints

    def __post_init__(self) -> None:
        points, offsets = frozen(self.points, np.float64), frozen(self.offsets, np.int64)
        if points.ndim != 2 or points.shape[1] != 2:
            raise InputError(f"polylines: expected points of shape (n, 2), got {points.shape}")
        if len(offsets) < 1 or offsets[0] != 0 or offsets[-1] != len(points) or (np.diff(offsets) < 2).any():
            raise InputError("polylines: expected offsets from 0 to n, each line at least two points")
        object.__setattr__(self, "points", points)
        object.__setattr__(self, "offsets", offsets)

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def __iter__(self) -> Iterator[Floats]:
        for start, end in zip(self.offsets[:-1], self.offsets[1:], strict=True):
            yield self.points[start:end]

    @property
    def length(self) -> float:
        """The sum of all lines' lengths."""
        steps = np.hypot(*np.diff(self.points, axis=0).T)
        steps[self.offsets[1:-1] - 1] = 0.0  # from the end of one line to the start of the next
        return float(steps.sum())


def joined(edges: Ints, vertices: Floats) -> Polylines:
    """Edges (n, 2) put end to end: as few lines as there must be, each edge in one of them, once.

    Lines begin where an odd number of edges meet; what is left then is closed. They have no direction.
    """
    at = _edges_at(edges)
    odd = [vertex for vertex, leaving in at.items() if len(leaving) % 2]
    used = np.zeros(len(edges), bool).tolist()
    lines = []
    for start in [*odd, *at]:
        line = _trail(start, at, used)
        if len(line) > 1:
            lines.append(line)
    index = np.array([vertex for line in lines for vertex in line], np.int64)
    return Polylines(vertices[index], np.concatenate([[0], np.cumsum([len(line) for line in lines])]))


def _edges_at(edges: Ints) -> dict[int, list[tuple[int, int]]]:
    """For each vertex its edges, as (edge, the vertex at the other end)."""
    at: dict[int, list[tuple[int, int]]] = {}
    for edge, (one, other) in enumerate(edges.tolist()):
        at.setdefault(one, []).append((edge, other))
        at.setdefault(other, []).append((edge, one))
    return at


def _trail(vertex: int, at: dict[int, list[tuple[int, int]]], used: list[bool]) -> list[int]:
    """From `vertex` along edges not used so far, until there is none."""
    line = [vertex]
    while at[line[-1]]:
        edge, end = at[line[-1]].pop()
        if not used[edge]:
            used[edge] = True
            line.append(end)
    return line
