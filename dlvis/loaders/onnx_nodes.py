"""One node of an ONNX graph as one step, with the meaning that the ONNX specification gives it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis.arrays import Floats
from dlvis.errors import InputError
from dlvis.loaders.stack import numbers
from dlvis.loaders.steps import Activation, Linear, Scale, Step, batch_norm

Constants = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Node:
    """A node with its attributes as numbers, lists and arrays; `label` is how errors call it."""

    op: str
    label: str
    inputs: tuple[str, ...]
    output: str
    attributes: Mapping[str, Any]


@dataclass(frozen=True)
class Flow:
    """The value that runs through the chain: its name, how many numbers a row has (None: unknown), and
    whether it is rows at all, not yet an array of more axes."""

    value: str
    width: int | None
    flat: bool


def passed(node: Node, constants: Constants, flow: Flow) -> tuple[Step | None, Flow]:
    """The step that a node makes of the flow, None for one that changes nothing, and the flow after it.

    Raises:
        InputError: a node of another kind, or one that is used in a way that is not exact here.
    """
    after = replace(flow, value=node.output)
    _check_attributes(node)
    if node.inputs.count(flow.value) != 1 or (node.inputs[0] != flow.value and node.op != "Add"):
        raise InputError(
            f"{node.label}: expected {flow.value!r} as its first input, got {', '.join(node.inputs)}"
        )
    if node.op in KEEPING:
        KEEPING[node.op](node, constants, flow)
        return None, replace(after, flat=flow.flat or node.op in ("Flatten", "Reshape"))
    return STEPS[node.op](node, constants, flow), after


def constant(node: Node, constants: Constants) -> NDArray[Any]:
    """A constant that a node makes of constants: exporters leave a few beside the weights."""
    if node.op not in ("Constant", "Identity", "Transpose"):
        raise InputError(f"{node.label}: {REFUSED}")
    _check_attributes(node)
    if node.op == "Constant":
        if len(node.attributes) != 1:
            raise InputError(f"{node.label}: expected one value, got {len(node.attributes)}")
        return np.asarray(next(iter(node.attributes.values())))
    (name,) = node.inputs
    if node.op == "Identity":
        return constants[name]
    return np.transpose(constants[name], node.attributes.get("perm"))


def _check_attributes(node: Node) -> None:
    if node.op not in ATTRIBUTES:
        raise InputError(f"{node.label}: {REFUSED}")
    unknown = sorted({*node.attributes} - ATTRIBUTES[node.op])
    if unknown or any(value is None for value in node.attributes.values()):
        raise InputError(
            f"{node.label}: has attributes that are not known here: {', '.join(unknown) or 'a text'}"
        )


def _gemm(node: Node, constants: Constants, flow: Flow) -> Step:
    if node.attributes.get("transA", 0) or len(node.inputs) < 2:
        raise InputError(f"{node.label}: expected the rows times a weight, got a transposed input")
    matrix = _array(node, constants, 1, turned=not node.attributes.get("transB", 0))
    alpha = node.attributes.get("alpha", 1.0)
    matrix = matrix if alpha == 1 else alpha * matrix
    bias = np.zeros(len(matrix))
    if len(node.inputs) > 2 and node.inputs[2]:
        bias = node.attributes.get("beta", 1.0) * _row(node, _array(node, constants, 2), len(matrix))
    return Linear(matrix, bias, node.label)


def _matmul(node: Node, constants: Constants, flow: Flow) -> Step:
    matrix = _array(node, constants, 1, turned=True)
    return Linear(matrix, np.zeros(len(matrix)), node.label)


def _add(node: Node, constants: Constants, flow: Flow) -> Step:
    shift = _row(node, _array(node, constants, 1 - node.inputs.index(flow.value)), flow.width)
    return Scale(np.ones(shift.shape), shift, node.label)


def _batch_norm(node: Node, constants: Constants, flow: Flow) -> Step:
    if node.attributes.get("training_mode", 0) or len(node.inputs) != 5:
        raise InputError(f"{node.label}: expected evaluation mode with 5 inputs; export after model.eval()")
    weight, bias, mean, variance = (_array(node, constants, i) for i in range(1, 5))
    return batch_norm(weight, bias, mean, variance, node.attributes.get("epsilon", 1e-5), node.label)


def _relu(node: Node, constants: Constants, flow: Flow) -> Step:
    return Activation(0.0, node.label)


def _leaky_relu(node: Node, constants: Constants, flow: Flow) -> Step:
    return Activation(float(node.attributes.get("alpha", 0.01)), node.label)


def _check_dropout(node: Node, constants: Constants, flow: Flow) -> None:
    if len(node.inputs) > 2 and node.inputs[2] and np.any(constants[node.inputs[2]]):
        raise InputError(f"{node.label}: expected evaluation mode; export after model.eval()")


def _check_flatten(node: Node, constants: Constants, flow: Flow) -> None:
    if node.attributes.get("axis", 1) != 1:
        raise InputError(f"{node.label}: expected axis 1, got {node.attributes['axis']}")


def _check_reshape(node: Node, constants: Constants, flow: Flow) -> None:
    """Rows to the same rows: (0 or -1, width), or (0, -1)."""
    shape = np.atleast_1d(constants[node.inputs[1]]).tolist() if len(node.inputs) == 2 else []
    rows, width = shape if len(shape) == 2 else (None, None)
    kept = (rows in (0, -1) and width == flow.width) or (rows, width) == (0, -1)
    if not kept or node.attributes.get("allowzero", 0):
        raise InputError(
            f"{node.label}: expected a shape that keeps rows of {flow.width} numbers, got {shape[:8]}"
        )


def _check_nothing(node: Node, constants: Constants, flow: Flow) -> None:
    """Identity is what it is."""


def _array(node: Node, constants: Constants, place: int, turned: bool = False) -> Floats:
    if place >= len(node.inputs) or node.inputs[place] not in constants:
        raise InputError(f"{node.label}: expected a constant as input {place}, got none")
    array = constants[node.inputs[place]]
    return numbers(array.T if turned else array, node.label)


def _row(node: Node, values: Floats, width: int | None) -> Floats:
    """Numbers that are added to each row as (n,); a single one is added to all `width` of them."""
    if values.size == 1 and values.ndim <= 2 and width is not None:
        return np.full(width, values.item())
    if values.ndim == 1 or (values.ndim == 2 and len(values) == 1):
        return values.reshape(-1)
    raise InputError(f"{node.label}: expected one row to add, got shape {values.shape}")


REFUSED = (
    "cannot be folded exactly; known are Gemm, MatMul, Add, Relu, LeakyRelu, BatchNormalization, Identity, "
    "Dropout, Flatten and Reshape"
)

# What a node of each kind may say; a newer or older meaning that says more is not guessed at.
ATTRIBUTES: Mapping[str, set[str]] = {
    "Gemm": {"alpha", "beta", "transA", "transB"},
    "MatMul": set(),
    "Add": set(),
    "Relu": set(),
    "LeakyRelu": {"alpha"},
    "BatchNormalization": {"epsilon", "momentum", "training_mode"},
    "Identity": set(),
    "Dropout": {"ratio", "seed"},
    "Flatten": {"axis"},
    "Reshape": {"allowzero"},
    "Constant": {"value", "value_float", "value_floats", "value_int", "value_ints"},
    "Transpose": {"perm"},
}

STEPS: Mapping[str, Callable[[Node, Constants, Flow], Step]] = {
    "Gemm": _gemm,
    "MatMul": _matmul,
    "Add": _add,
    "Relu": _relu,
    "LeakyRelu": _leaky_relu,
    "BatchNormalization": _batch_norm,
}

# What leaves the numbers as they are, with the check that it does.
KEEPING: Mapping[str, Callable[[Node, Constants, Flow], None]] = {
    "Identity": _check_nothing,
    "Dropout": _check_dropout,
    "Flatten": _check_flatten,
    "Reshape": _check_reshape,
}
