"""A plane through a higher-dimensional input space, and the net that an MLP is on it.

Everything of this room takes a net with two inputs. An MLP x -> f(x) with d inputs is one on the plane
(s, t) -> origin + s u + t v: only its first layer changes, to W [u v] and W origin + b.
"""

from dataclasses import InitVar, dataclass
from math import fsum

import numpy as np

from dlvis.arrays import Floats, freeze, frozen
from dlvis.errors import InputError
from dlvis.net import ReluNet

# u and v count as parallel where the sine of the angle between them is below this
LEAST_SINE = 1e-9


@dataclass(frozen=True, eq=False)
class Slice:
    """The plane of the points origin + s u + t v in an input space of d dimensions; each is (d,).

    A window on it is in s and t. Lengths and angles there are those of the input space only where u and v
    are orthonormal: `orthonormalise=True` makes them so, keeping the direction of u and the plane. As they
    are given, they can have a meaning of their own: with `Slice(a, b - a, c - a)` the points a, b and c lie
    at (0, 0), (1, 0) and (0, 1).
    """

    origin: Floats
    u: Floats
    v: Floats
    orthonormalise: InitVar[bool] = False

    def __post_init__(self, orthonormalise: bool) -> None:
        freeze(self, np.float64, "origin", "u", "v")
        shapes = self.origin.shape, self.u.shape, self.v.shape
        if len(set(shapes)) > 1 or self.origin.ndim != 1 or self.origin.size < 2:
            raise InputError(f"slice: expected origin, u and v of one shape (d,) with d >= 2, got {shapes}")
        if not all(np.isfinite(part).all() for part in (self.origin, self.u, self.v)):
            raise InputError("slice: expected finite numbers, got NaN or infinity")
        first, second = _orthonormal(self.u, self.v)
        if orthonormalise:
            object.__setattr__(self, "u", frozen(first, np.float64))
            object.__setattr__(self, "v", frozen(second, np.float64))

    @property
    def n_inputs(self) -> int:
        """d, the inputs of the nets that can be cut along this plane."""
        return len(self.origin)

    def points(self, plane_points: Floats) -> Floats:
        """(n, d): the points of input space at `plane_points` (n, 2)."""
        result: Floats = self.origin + np.asarray(plane_points, np.float64) @ np.stack([self.u, self.v])
        return result


def sliced(net: ReluNet, plane: Slice) -> ReluNet:
    """The net with two inputs that `net` is on a plane: sliced(net, plane)(p) = net(plane.points(p)).

    Raises:
        InputError: the plane lies in a space of other dimension than the net's inputs.
    """
    if net.widths[0] != plane.n_inputs:
        raise InputError(
            f"sliced: expected a slice through {net.widths[0]} dimensions, the net's inputs, "
            f"got one through {plane.n_inputs}"
        )
    first, nothing = net.weights[0], np.zeros(len(net.biases[0]))
    weight = np.column_stack([_exact(first, axis, nothing) for axis in (plane.u, plane.v)])
    bias = _exact(first, plane.origin, net.biases[0])
    return ReluNet((weight, *net.weights[1:]), (bias, *net.biases[1:]), net.slope)


def _exact(weight: Floats, vector: Floats, bias: Floats) -> Floats:
    """(m,): weight @ vector + bias, each number rounded once: a row that is a power of two times another one
    stays that, and what is left where the terms cancel has all of its digits."""
    products = weight * vector
    terms = np.column_stack([products, _lost(weight, vector, products), bias])
    return np.array([fsum(row) for row in terms.tolist()])


def _lost(weight: Floats, vector: Floats, products: Floats) -> Floats:
    """(m, d): what was rounded off each of the products (Veltkamp and Dekker); 0 where that overflows."""
    with np.errstate(over="ignore", invalid="ignore"):
        (a, b), (x, y) = _halves(weight), _halves(vector)
        lost = b * y - (((products - a * x) - b * x) - a * y)
    return np.where(np.isfinite(lost), lost, 0.0)


def _halves(numbers: Floats) -> tuple[Floats, Floats]:
    """Two numbers of 26 bits each that add up to each number, so that their products are exact."""
    scaled = numbers * (2.0**27 + 1)
    high = scaled - (scaled - numbers)
    return high, numbers - high


def _orthonormal(u: Floats, v: Floats) -> tuple[Floats, Floats]:
    """Gram and Schmidt, twice for accuracy. Raises InputError where u and v do not span a plane."""
    first, second = _unit(u), _unit(v)
    rest = second - (second @ first) * first
    if np.linalg.norm(rest) < LEAST_SINE:
        raise InputError("slice: expected u and v that are linearly independent, got parallel ones")
    rest = _unit(rest)
    return first, _unit(rest - (rest @ first) * first)


def _unit(vector: Floats) -> Floats:
    """`vector` with length 1, without overflow on the way."""
    largest = np.abs(vector).max()
    if largest == 0:
        raise InputError("slice: expected u and v that are not 0")
    scaled = vector / largest
    result: Floats = scaled / np.linalg.norm(scaled)
    return result
