"""The steps that a foreign net may be made of, and how they become the layers of a `ReluNet`.

Every reader ends in a list of `Linear`, `Scale` and `Activation`. What stands between two activations is
affine and is multiplied into one layer, in float64; a lone Linear is taken bit by bit. Where nothing stands,
an identity layer does: a net that ends in its activation, or applies a leaky one twice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np

from dlvis.arrays import Floats, frozen
from dlvis.errors import InputError
from dlvis.loaders.files import check_values
from dlvis.net import ReluNet, n_parameters


@dataclass(frozen=True, eq=False)
class Linear:
    """x -> weight @ x + bias; `weight` (out, in), `bias` (out,). `name` is how errors call it."""

    weight: Floats
    bias: Floats
    name: str

    def __post_init__(self) -> None:
        if self.weight.ndim != 2 or 0 in self.weight.shape:
            raise InputError(f"{self.name}: expected a weight of shape (out, in), got {self.weight.shape}")
        if self.bias.shape != self.weight.shape[:1]:
            raise InputError(
                f"{self.name}: expected a bias of shape {self.weight.shape[:1]}, got {self.bias.shape}"
            )


@dataclass(frozen=True, eq=False)
class Scale:
    """x -> gain * x + shift, number by number; both (n,)."""

    gain: Floats
    shift: Floats
    name: str

    def __post_init__(self) -> None:
        if self.gain.ndim != 1 or not self.gain.size or self.gain.shape != self.shift.shape:
            raise InputError(
                f"{self.name}: expected a gain and a shift of one shape (n,), "
                f"got {self.gain.shape} and {self.shift.shape}"
            )


@dataclass(frozen=True)
class Activation:
    """The (leaky) ReLU with this slope on the negative side."""

    slope: float
    name: str


Affine = Linear | Scale
Step = Affine | Activation


def n_values(step: Step) -> int:
    """How many numbers a step holds."""
    if isinstance(step, Activation):
        return 0
    return step.weight.size + step.bias.size if isinstance(step, Linear) else 2 * step.gain.size


def batch_norm(
    weight: Floats | None, bias: Floats | None, mean: Floats, variance: Floats, epsilon: float, name: str
) -> Scale:
    """BatchNorm in evaluation mode: weight (x - mean) / sqrt(variance + epsilon) + bias, each (n,).

    Raises:
        InputError: shapes that differ, or a variance + epsilon that is not above 0.
    """
    weight = np.ones(mean.shape) if weight is None else weight
    bias = np.zeros(mean.shape) if bias is None else bias
    shapes = {part.shape for part in (weight, bias, mean, variance)}
    if len(shapes) > 1 or mean.ndim != 1:
        raise InputError(f"{name}: expected a BatchNorm with arrays of one shape (n,), got {sorted(shapes)}")
    if not (variance + epsilon > 0).all():
        raise InputError(f"{name}: expected a running variance of at least 0, got {np.min(variance)}")
    with np.errstate(all="ignore"):
        gain = weight / np.sqrt(variance + epsilon)
        return Scale(gain, bias - gain * mean, name)


def relu_net(steps: Iterable[Step], source: str) -> ReluNet:
    """The net of these steps in their order; `source` is how errors call it.

    Raises:
        InputError: no linear step, steps that do not chain, activations with different slopes, too many
            numbers, or some that are not finite.
    """
    steps = list(steps)
    slope = _slope(steps, source)
    affine = [step for step in steps if not isinstance(step, Activation)]
    if not any(isinstance(step, Linear) for step in affine):
        raise InputError(f"{source}: expected at least one linear layer, got none")
    groups = _between_activations(_without_repeats(steps))
    width = _sizes(affine[0])[0]
    # a few bytes of file can ask for many identity layers, each of which would fit alone
    check_values(n_parameters(_widths(groups, width)), source)
    layers = []
    with np.errstate(all="ignore"):
        for group in groups:
            layer = _own(_one_layer(group, width, source))
            width = len(layer.bias)
            layers.append(layer)
    return _net(layers, slope, source)


def _net(layers: Sequence[Linear], slope: float, source: str) -> ReluNet:
    try:
        return ReluNet([layer.weight for layer in layers], [layer.bias for layer in layers], slope)
    except InputError as error:
        raise InputError(f"{source}: {error}") from None


def _without_repeats(steps: Iterable[Step]) -> list[Step]:
    """A ReLU straight after a ReLU changes nothing; a leaky one does."""
    kept: list[Step] = []
    for step in steps:
        last = kept[-1] if kept else None
        if not (isinstance(step, Activation) and isinstance(last, Activation) and step.slope == 0.0):
            kept.append(step)
    return kept


def _widths(groups: Iterable[Sequence[Affine]], width: int) -> list[int]:
    """Layer sizes of the net whose layers these groups become; `width` numbers enter the first."""
    widths = [width]
    for group in groups:
        widths.append(_sizes(group[-1])[1] if group else widths[-1])
    return widths


def _between_activations(steps: Sequence[Step]) -> list[list[Affine]]:
    groups: list[list[Affine]] = [[]]
    for step in steps:
        if isinstance(step, Activation):
            groups.append([])
        else:
            groups[-1].append(step)
    return groups


def _slope(steps: Iterable[Step], source: str) -> float:
    activations = [step for step in steps if isinstance(step, Activation)]
    for one, other in pairwise(activations):
        if one.slope != other.slope:
            raise InputError(
                f"{source}: expected one slope for all activations, "
                f"got {one.slope} in {one.name} and {other.slope} in {other.name}"
            )
    return activations[0].slope if activations else 0.0


def _one_layer(group: Sequence[Affine], width: int, source: str) -> Linear:
    """The affine steps of a group multiplied into one, an identity for none; `width` numbers enter it."""
    if not group:
        return _diagonal(Scale(np.ones(width), np.zeros(width), "identity"))
    if _sizes(group[0])[0] != width:
        raise InputError(f"{source}: {group[0].name} expects {_sizes(group[0])[0]} numbers, but gets {width}")
    whole = reduce(lambda first, second: _after(first, second, source), group)
    return whole if isinstance(whole, Linear) else _diagonal(whole)


def _own(layer: Linear) -> Linear:
    """The layer in arrays that the net takes as they are, not as a second copy."""
    return Linear(frozen(layer.weight, np.float64), frozen(layer.bias, np.float64), layer.name)


def _after(first: Affine, second: Affine, source: str) -> Affine:
    """second(first(x)) as one step."""
    n_out, n_in = _sizes(first)[1], _sizes(second)[0]
    if n_out != n_in:
        raise InputError(f"{source}: {second.name} expects {n_in} numbers, but {first.name} gives {n_out}")
    name = f"{first.name}, {second.name}"
    if isinstance(second, Scale):
        shift = second.gain * (first.shift if isinstance(first, Scale) else first.bias) + second.shift
        if isinstance(first, Scale):
            return Scale(second.gain * first.gain, shift, name)
        return Linear(second.gain[:, None] * first.weight, shift, name)
    if isinstance(first, Scale):
        return Linear(second.weight * first.gain, second.weight @ first.shift + second.bias, name)
    # two thin layers can make a thick one
    check_values(len(second.weight) * first.weight.shape[1], f"{source}: {name}")
    return Linear(second.weight @ first.weight, second.weight @ first.bias + second.bias, name)


def _diagonal(scale: Scale) -> Linear:
    return Linear(np.diag(scale.gain), scale.shift, scale.name)


def _sizes(step: Affine) -> tuple[int, int]:
    """How many numbers enter, and how many leave."""
    if isinstance(step, Scale):
        return step.gain.size, step.gain.size
    return step.weight.shape[1], step.weight.shape[0]
