"""ONNX files: what torch writes, what the specification allows, and what is refused by name."""

import builtins
import os

import numpy as np
import pytest
import torch
from torch import nn

from dlvis.errors import InputError
from dlvis.loaders import load_net
from tests.foreign import POINTS, model, outputs

onnx = pytest.importorskip("onnx")
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

DRAW = np.random.default_rng(2)
W1, B1, W2, B2 = (DRAW.normal(size=shape) for shape in [(2, 4), (4,), (4, 1), (1,)])
HIDDEN = np.maximum(POINTS @ W1 + B1, 0)


def constant(name, values):
    return numpy_helper.from_array(np.asarray(values), name)


def graph(path, nodes, constants, shape=("n", 2), **more):
    """A file with the input x, the output y, and these nodes."""
    made = helper.make_graph(
        nodes,
        "net",
        [helper.make_tensor_value_info("x", TensorProto.DOUBLE, shape)],
        [helper.make_tensor_value_info("y", TensorProto.DOUBLE, None)],
        [constant(name, values) for name, values in constants.items()],
        **more,
    )
    path.write_bytes(helper.make_model(made).SerializeToString())
    return path


def node(op, inputs, output, **attributes):
    return helper.make_node(op, inputs.split(), [output], name=f"the_{op}", **attributes)


def small(*middle, last="h", shape=("n", 2), path, **constants):
    """MatMul, Add, the middle from `a` to `last`, Gemm."""
    nodes = [
        node("MatMul", "x w1", "m"),
        node("Add", "b1 m", "a"),
        *middle,
        node("Gemm", f"{last} w2 b2", "y"),
    ]
    return graph(path, nodes, {"w1": W1, "b1": B1, "w2": W2, "b2": B2, **constants}, shape)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "net.onnx"


@pytest.mark.parametrize(
    "layers",
    [
        [nn.Linear(2, 8), nn.ReLU(), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 1)],
        [nn.Linear(2, 8), nn.LeakyReLU(0.1), nn.Dropout(), nn.Linear(8, 1, bias=False)],
        [nn.Flatten(), nn.Linear(2, 40), nn.BatchNorm1d(40), nn.ReLU(), nn.Linear(40, 3)],
        [nn.Linear(2, 8), nn.ReLU(), nn.BatchNorm1d(8), nn.Linear(8, 1), nn.ReLU()],
    ],
)
@pytest.mark.parametrize("dynamo", [False, True])
def test_what_torch_writes_is_the_net(path, layers, dynamo):
    if dynamo:
        pytest.importorskip("onnxscript")
    made = model(*layers).float()
    torch.onnx.export(made, (torch.zeros(3, 2),), path, dynamo=dynamo, verbose=False)
    expected = outputs(made.double())
    assert load_net(path)(POINTS) == pytest.approx(expected, rel=1e-5, abs=1e-5)


def test_matmul_add_relu_gemm_is_the_net(path):
    net = load_net(small(node("Relu", "a", "h"), path=path))
    assert net.widths == (2, 4, 1)
    assert np.array_equal(net.weights[0], W1.T)
    assert net(POINTS) == pytest.approx(HIDDEN @ W2 + B2)


def test_gemm_has_its_factors_and_its_transposed_weight(path):
    middle = [
        node("LeakyRelu", "a", "l", alpha=0.25),
        node("Gemm", "l w3 c", "h", alpha=0.5, beta=2.0, transB=1),
    ]
    net = load_net(small(*middle, path=path, w3=np.eye(4)[::-1] * 3, c=[[1.0]]))
    before = POINTS @ W1 + B1
    hidden = 0.5 * 3 * np.where(before > 0, before, 0.25 * before)[:, ::-1] + 2
    assert net.slope == 0.25
    assert net(POINTS) == pytest.approx(hidden @ W2 + B2)


def test_batch_normalization_is_the_formula(path):
    gain, shift, mean, variance = DRAW.uniform(0.5, 2, (4, 4))
    middle = [
        node("Relu", "a", "r"),
        node("BatchNormalization", "r gain shift mean variance", "h", epsilon=0.5),
    ]
    constants = {"gain": gain, "shift": shift, "mean": mean, "variance": variance}
    net = load_net(small(*middle, path=path, **constants))
    assert net(POINTS) == pytest.approx((gain * (HIDDEN - mean) / np.sqrt(variance + 0.5) + shift) @ W2 + B2)


def test_what_changes_nothing_is_left_out(path):
    middle = [
        node("Identity", "a", "i"),
        node("Dropout", "i ratio off", "d"),
        node("Reshape", "d to", "r"),
        node("Relu", "r", "f"),
        node("Flatten", "f", "h", axis=1),
    ]
    net = load_net(small(*middle, path=path, to=np.array([-1, 4]), ratio=0.5, off=False))
    assert net(POINTS) == pytest.approx(HIDDEN @ W2 + B2)


def test_pictures_are_taken_as_rows_once_they_are_flattened(path):
    nodes = [node("Flatten", "x", "f"), node("MatMul", "f w1", "y")]
    assert load_net(graph(path, nodes, {"w1": W1}, ("n", 1, 2, 1))).widths == (2, 4)
    with pytest.raises(InputError, match="expected rows of 2 numbers, got an array that was not flattened"):
        load_net(graph(path, [node("MatMul", "x w1", "y")], {"w1": W1}, ("n", 1, 2)))


def test_constants_may_be_nodes(path):
    middle = [
        helper.make_node("Constant", [], ["k"], value=constant("", W2.T)),
        node("Transpose", "k", "w3"),
        node("Relu", "a", "h"),
    ]
    nodes = [node("Gemm", "x w1 b1", "a"), *middle, node("MatMul", "h w3", "y")]
    net = load_net(graph(path, nodes, {"w1": W1, "b1": B1}))
    assert net(POINTS) == pytest.approx(HIDDEN @ W2)


def test_weights_may_lie_in_a_file_beside_it_and_nowhere_else(path):
    small(node("Relu", "a", "h"), path=path)
    made = onnx.load(path)
    onnx.save(made, path, save_as_external_data=True, location="net.data", size_threshold=0)
    assert load_net(path)(POINTS) == pytest.approx(HIDDEN @ W2 + B2)
    whole = (path.parent / "net.data").read_bytes()
    (path.parent / "net.data").write_bytes(whole[:40])
    with pytest.raises(InputError, match=r"net\.onnx: .*expected numbers"):
        load_net(path)
    (path.parent / "net.data").unlink()
    with pytest.raises(InputError, match=r"net\.data beside it cannot be read"):
        load_net(path)
    made = onnx.load(path, load_external_data=False)
    for elsewhere in ("/etc/passwd", "../net.data", "", "a/b"):
        made.graph.initializer[0].external_data[0].value = elsewhere
        path.write_bytes(made.SerializeToString())
        with pytest.raises(InputError, match="expected its numbers in a file beside this one"):
            load_net(path)


@pytest.mark.parametrize("kind", ["fifo", "link", "folder"])
def test_weights_in_what_is_no_plain_file_are_not_read(path, kind):
    small(node("Relu", "a", "h"), path=path)
    onnx.save(onnx.load(path), path, save_as_external_data=True, location="net.data", size_threshold=0)
    beside = path.parent / "net.data"
    if kind == "link":
        beside.rename(path.parent / "whole")
        beside.symlink_to(path.parent / "whole")
    else:
        beside.unlink()
        os.mkfifo(beside) if kind == "fifo" else beside.mkdir()
    with pytest.raises(InputError, match="in a plain file, got a link, folder or pipe"):
        load_net(path)


def test_constants_in_a_file_beside_it_are_summed(path):
    big = constant("k", np.zeros(1))
    big.dims[:] = [10**8]
    nodes = [helper.make_node("Constant", [], [f"k{k}"], value=big) for k in range(3)]
    small(*nodes, node("Relu", "a", "h"), path=path)
    with pytest.raises(InputError, match=r"net\.onnx: .*claims 300,0"):
        load_net(path)


def test_two_weights_of_one_name_are_refused(path):
    small(node("Relu", "a", "h"), path=path)
    made = onnx.load(path)
    made.graph.initializer.append(made.graph.initializer[0])
    path.write_bytes(made.SerializeToString())
    with pytest.raises(InputError, match=r"net\.onnx: expected one weight of each name, got 'w1' twice"):
        load_net(path)


ODD = {"k": np.ones(4), "t": np.array(True), "two": np.ones((2, 4)), "s": np.array([2, 4])}


@pytest.mark.parametrize(
    ("nodes", "words"),
    [
        ([node("Sigmoid", "a", "h")], "Sigmoid 'the_Sigmoid': cannot be folded exactly"),
        ([node("Conv", "a k", "h")], "Conv 'the_Conv': cannot be folded exactly"),
        ([node("Softmax", "a", "h", axis=1)], "Softmax"),
        ([helper.make_node("Relu", ["a"], ["h"], domain="mine")], "operator of 'mine'"),
        ([node("Add", "a a", "h")], "without branches and skip connections"),
        ([node("Relu", "a", "r"), node("Add", "r a", "h")], "without branches and skip connections"),
        ([node("Add", "a two", "h")], r"expected one row to add, got shape \(2, 4\)"),
        ([node("Gemm", "a a", "h")], "without branches"),
        ([node("Gemm", "k a", "h")], "expected 'a' as its first input"),
        ([node("Gemm", "a k", "h", transA=1)], "transposed input"),
        ([node("Dropout", "a k t", "h")], r"evaluation mode; export after model\.eval"),
        ([node("BatchNormalization", "a k k k k", "h", training_mode=1)], "evaluation mode"),
        ([node("Reshape", "a s", "h")], r"keeps rows of 4 numbers, got \[2, 4\]"),
        ([node("Flatten", "a", "h", axis=0)], "expected axis 1, got 0"),
        (
            [node("Relu", "a", "h", consumed_inputs=[0])],
            "attributes that are not known here: consumed_inputs",
        ),
        ([node("Shape", "k", "u"), node("Relu", "a", "h")], "Shape 'the_Shape': cannot be folded exactly"),
        ([node("Relu", "nothing", "h")], "expected to take 'a' once, got nothing"),
        ([], "expected to take 'a' once, got h"),
    ],
)
def test_what_does_not_belong_to_a_chain_is_refused_by_name(path, nodes, words):
    with pytest.raises(InputError, match=rf"net\.onnx: .*{words}"):
        load_net(small(*nodes, path=path, **ODD))


def test_lying_shapes_are_refused_before_the_memory_is_gone(path):
    small(node("Relu", "a", "h"), path=path)
    made = onnx.load(path)
    made.graph.initializer[0].dims[:] = [10**6, 10**6]
    path.write_bytes(made.SerializeToString())
    with pytest.raises(InputError, match="claims 1,000,000,000,0"):
        load_net(path)
    made.graph.initializer[0].dims[:] = [-2, -4]
    path.write_bytes(made.SerializeToString())
    with pytest.raises(InputError, match="got a negative one"):
        load_net(path)


@pytest.mark.parametrize(
    ("again", "first"), [("MatMul", np.ones((1, 3000), np.int8)), ("Add", np.ones((1, 10**6), np.int8))]
)
def test_one_array_taken_by_many_nodes_counts_each_time(path, again, first):
    held = {"first": first, "MatMul": np.ones((3000, 3000), np.int8), "Add": np.ones(1)}
    ops = [node(again, f"v{k} {again}", f"v{k + 1}") for k in range(100)]
    nodes = [node("MatMul", "x first", "v0"), *ops, node("Relu", "v100", "y")]
    graph(path, nodes, held, ("n", 1))
    with pytest.raises(InputError, match=r"net\.onnx: .*claims 13\d,"):
        load_net(path)


def test_without_onnx_the_line_to_type_is_given(path, monkeypatch):
    small(node("Relu", "a", "h"), path=path)
    real = builtins.__import__

    def absent(name, *rest):
        if name == "onnx":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(InputError, match=r"onnx is needed to read it: pip install 'onnx>=1.16'"):
        load_net(path)


def test_hints_are_of_no_use_where_the_file_says_all(path):
    small(node("Relu", "a", "h"), path=path)
    with pytest.raises(InputError, match="are for files of bare arrays"):
        load_net(path, order=["a"])
    assert load_net(path, widths=(2, 4, 1)).slope == 0
