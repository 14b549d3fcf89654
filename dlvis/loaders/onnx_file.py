"""An ONNX file as the steps of a net: a chain of Gemm, MatMul, Add, Relu, LeakyRelu and BatchNormalization.

What changes nothing in evaluation mode (Identity, Dropout, Flatten, Reshape of rows) is left out. Everything
else is refused by its name, and so is a value that is used twice: a skip connection.
"""

from collections.abc import Iterable
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any

from dlvis.errors import InputError
from dlvis.loaders.files import check_values, parsing
from dlvis.loaders.onnx_nodes import Constants, Flow, Node, constant, passed
from dlvis.loaders.onnx_weights import array, weights
from dlvis.loaders.steps import Activation, Linear, Step, n_values

KIND = "an ONNX file"
OWN_DOMAINS = ("", "ai.onnx")


def onnx_steps(content: bytes, path: Path) -> list[Step]:
    """The steps of the one chain that leads from the file's input to its output.

    `path` is where `content` was read; weights that were put into a file beside it are read from there.

    Raises:
        InputError: onnx is not there, the file is broken, or it has a part that does not belong to such a
            chain; the message names it.
    """
    source = str(path)
    try:
        from onnx import ModelProto
    except ImportError:
        raise InputError(f"{source}: onnx is needed to read it: pip install 'onnx>=1.16'") from None
    with parsing(source, KIND):
        model = ModelProto()
        model.ParseFromString(content)
        if any(function.domain in OWN_DOMAINS for function in model.functions):
            raise InputError(
                f"{source}: defines operators of its own under ONNX's names, which cannot be read"
            )
        graph = model.graph
        constants = weights(graph, path)
        inputs = [value for value in graph.input if value.name not in constants]
        if len(inputs) != 1 or len(graph.output) != 1:
            raise InputError(
                f"{source}: expected {KIND} with one input and one output, "
                f"got {len(inputs)} and {len(graph.output)}"
            )
        nodes = [_node(node, path) for node in graph.node]
        return _chain(nodes, constants, _flow(inputs[0]), graph.output[0].name, source)


def _chain(nodes: Iterable[Node], constants: Constants, flow: Flow, output: str, source: str) -> list[Step]:
    """Follow one value through all nodes; each must take it, or be a constant."""
    steps: list[Step] = []
    n_taken = 0
    for node in nodes:
        taken = [name for name in node.inputs if name and name not in constants]
        if not taken:
            constants[node.output] = constant(node, constants)
            continue
        if taken != [flow.value]:
            raise InputError(
                f"{node.label}: expected to take {flow.value!r} once, got {', '.join(taken)[:200]}; "
                f"only a plain chain of layers can be read, without branches and skip connections"
            )
        step, flow = passed(node, constants, flow)
        if step is not None:
            steps.append(step)
            # any number of nodes can take one array of the file
            n_taken += n_values(step)
            check_values(n_taken, source)
            flow = _wide(flow, step, node)
    if flow.value != output:
        raise InputError(f"{source}: expected the last node to give {output!r}, got {flow.value!r}")
    return steps


def _wide(flow: Flow, step: Step, node: Node) -> Flow:
    """The flow after a step, whose width must fit. Raises InputError where it does not."""
    if isinstance(step, Activation):
        return flow
    sizes = step.weight.shape if isinstance(step, Linear) else step.gain.shape * 2
    if flow.width not in (None, sizes[1]) or not flow.flat:
        shape = f"rows of {flow.width} numbers" if flow.flat else "an array that was not flattened"
        raise InputError(f"{node.label}: expected rows of {sizes[1]} numbers, got {shape}")
    return replace(flow, width=sizes[0])


def _flow(value: Any) -> Flow:
    """The input as the file declares it; None for a width that it leaves open."""
    kind = value.type.tensor_type
    if not kind.HasField("shape"):
        return Flow(value.name, None, True)
    sides = [side.dim_value for side in kind.shape.dim]
    behind = sides[1:]
    return Flow(value.name, prod(behind) if behind and min(behind) > 0 else None, len(sides) == 2)


def _node(node: Any, path: Path) -> Node:
    label = f"{node.op_type[:40]} {node.name[:80]!r}"
    if node.domain not in OWN_DOMAINS:
        raise InputError(f"{label}: is an operator of {node.domain[:80]!r}, which cannot be folded exactly")
    if not node.output or any(node.output[1:]):
        raise InputError(f"{label}: expected one output, got {len(node.output)}")
    attributes = {each.name: _attribute(each, path, label) for each in node.attribute}
    return Node(node.op_type, label, tuple(node.input), node.output[0], attributes)


def _attribute(attribute: Any, path: Path, label: str) -> Any:
    """A number, a list of numbers, or an array; None for anything else, which no node here takes."""
    from onnx import AttributeProto

    kind = attribute.type
    if kind == AttributeProto.TENSOR:
        return array(attribute.t, path)
    return {
        AttributeProto.FLOAT: attribute.f,
        AttributeProto.INT: attribute.i,
        AttributeProto.FLOATS: list(attribute.floats),
        AttributeProto.INTS: list(attribute.ints),
    }.get(kind)
