"""Named arrays, as in a state dict, as the steps of a net: Linear layers and BatchNorm1d under any prefix.

A state dict tells nothing of activations: one stands after every linear layer but the last. Dropout and
Identity leave no keys.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis.arrays import Floats, frozen
from dlvis.errors import InputError
from dlvis.loaders.norms import placed_norms
from dlvis.loaders.order import layer_order
from dlvis.loaders.steps import Activation, Linear, Scale, Step, batch_norm

Arrays = Mapping[str, NDArray[Any]]
Module = dict[str, NDArray[Any]]

NORM = {"running_mean", "running_var"}


@dataclass(frozen=True)
class Hints:
    """What the names of arrays cannot say; `dlvis.loaders.load_net` tells what each means."""

    prefix: str = ""
    order: Sequence[str] | None = None
    batchnorm: str | None = None
    epsilon: float = 1e-5
    slope: float | None = None


def stacked(arrays: Arrays, hints: Hints, source: str) -> list[Step]:
    """The steps of a stack of linear layers.

    Raises:
        InputError: an array that belongs to no linear layer or BatchNorm1d, or an order that is not clear.
    """
    modules = _modules(arrays, hints.prefix, source)
    norms = {name: _norm(name, module, hints) for name, module in modules.items() if {*module} >= NORM}
    linear = {name: _linear(name, module, source) for name, module in modules.items() if name not in norms}
    if not linear:
        raise InputError(f"{source}: expected at least one linear layer, got none")
    order = layer_order({name: layer.weight.shape for name, layer in linear.items()}, source, hints.order)
    sizes = {name: norm.gain.size for name, norm in norms.items()}
    places = placed_norms(order, sizes, hints.batchnorm, source)
    slope = 0.0 if hints.slope is None else hints.slope
    return _steps([linear[name] for name in order], norms, places, slope)


def _steps(
    layers: Sequence[Linear], norms: Mapping[str, Scale], places: Mapping[str, tuple[int, bool]], slope: float
) -> list[Step]:
    """Linear, BatchNorms before the activation, activation, BatchNorms after it, and so on."""

    def at(layer: int, after: bool) -> Iterable[Scale]:
        return (norms[name] for name, place in places.items() if place == (layer, after))

    steps: list[Step] = [*at(-1, True)]
    for k, layer in enumerate(layers):
        steps += [layer, *at(k, False)]
        ending = [*at(k, True)]
        if k < len(layers) - 1 or ending:
            steps += [Activation(slope, f"the activation after {layer.name}"), *ending]
    return steps


def _modules(arrays: Arrays, prefix: str, source: str) -> dict[str, Module]:
    modules: dict[str, Module] = {}
    for key, array in arrays.items():
        if key.startswith(prefix):
            name, _, leaf = key.rpartition(".")
            modules.setdefault(name, {})[leaf] = array
    if not modules:
        raise InputError(f"{source}: no key begins with {prefix!r}; there are {_some(arrays)}")
    return modules


def _linear(name: str, module: Module, source: str) -> Linear:
    weight, bias = module.get("weight"), module.get("bias")
    unknown = sorted({*module} - {"weight", "bias"})
    if weight is None or unknown:
        key = ".".join(filter(None, [name, (unknown or ["bias"])[0]]))
        raise InputError(
            f"{source}: {key} belongs to no Linear (weight, bias) and no BatchNorm1d (running_mean, "
            f"running_var); say prefix for the part of the file that is the net"
        )
    if weight.ndim != 2:
        raise InputError(
            f"{source}: {name or 'weight'} {_kind(weight, bias)}; only linear layers fold exactly"
        )
    shown = name or "weight"
    matrix = numbers(weight, shown)
    return Linear(matrix, np.zeros(len(matrix)) if bias is None else numbers(bias, shown), shown)


def _kind(weight: NDArray[Any], bias: NDArray[Any] | None) -> str:
    """What a weight that is not (out, in) belongs to, as far as its shape says."""
    if weight.ndim > 2:
        return f"has a weight of shape {weight.shape}, as a convolution has"
    if bias is None and weight.size == 1:
        return "has a single weight, as a PReLU has"
    return f"has a weight of shape {weight.shape}, as LayerNorm and other norms of the input's own have"


def _norm(name: str, module: Module, hints: Hints) -> Scale:
    shown = name or "running_mean"
    unknown = sorted({*module} - NORM - {"weight", "bias", "num_batches_tracked"})
    if unknown:
        raise InputError(f"{shown}: expected a BatchNorm1d, got {unknown[0]} in it too")
    arrays = {leaf: numbers(array, shown) for leaf, array in module.items() if leaf != "num_batches_tracked"}
    mean, variance = arrays["running_mean"], arrays["running_var"]
    return batch_norm(arrays.get("weight"), arrays.get("bias"), mean, variance, hints.epsilon, shown)


def numbers(array: NDArray[Any], name: str) -> Floats:
    """A read-only copy in float64. Raises InputError for anything but whole and floating-point numbers."""
    if array.dtype.kind not in "fiu":
        raise InputError(f"{name}: expected an array of numbers, got one of {array.dtype}")
    return frozen(array, np.float64)


def _some(names: Iterable[str]) -> str:
    shown = sorted(names)
    return ", ".join([*shown[:8], "…"] if len(shown) > 8 else shown) or "none at all"
