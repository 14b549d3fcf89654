"""Random bytes, and flipped bits in good files: a net or an InputError, and never anything else."""

import zipfile
from functools import cache
from io import BytesIO

import numpy as np
import pytest
import torch
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from safetensors.numpy import save
from torch import nn

from dlvis.errors import InputError
from dlvis.loaders import load_net
from dlvis.net import ReluNet
from tests.foreign import arrays, model

KINDS = ["net.pt", "old.pt", "net.safetensors", "net.npz", "net.onnx"]
FUZZ = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@cache
def good(kind):
    """A small good file of each kind, with a BatchNorm where there is one."""
    made = model(nn.Linear(2, 3), nn.BatchNorm1d(3), nn.ReLU(), nn.Linear(3, 1))
    held = BytesIO()
    if kind.endswith(".pt"):
        torch.save(made.state_dict(), held, _use_new_zipfile_serialization=kind == "net.pt")
    elif kind == "net.npz":
        np.savez(held, **arrays(made))
    elif kind == "net.safetensors":
        held.write(save(arrays(made)))
    else:
        held.write(good_onnx())
    return held.getvalue()


def good_onnx():
    helper = pytest.importorskip("onnx").helper
    numpy_helper = pytest.importorskip("onnx").numpy_helper
    weights = {"w": np.ones((2, 3)), "b": np.ones(3), "v": np.ones((3, 1)), "to": np.array([-1, 3])}
    nodes = [
        helper.make_node("Gemm", ["x", "w", "b"], ["a"], alpha=0.5),
        helper.make_node("BatchNormalization", ["a", "b", "b", "b", "b"], ["n"], epsilon=0.5),
        helper.make_node("LeakyRelu", ["n"], ["r"], alpha=0.1),
        helper.make_node("Reshape", ["r", "to"], ["s"]),
        helper.make_node("MatMul", ["s", "v"], ["y"]),
    ]
    x, y = (helper.make_tensor_value_info(name, 11, ["n", width]) for name, width in [("x", 2), ("y", 1)])
    held = [numpy_helper.from_array(values, name) for name, values in weights.items()]
    return helper.make_model(helper.make_graph(nodes, "g", [x], [y], held)).SerializeToString()


def outcome(tmp_path, kind, content):
    path = tmp_path / kind
    path.write_bytes(content)
    try:
        net = load_net(path)
    except InputError as error:
        said = str(error)
    else:
        assert isinstance(net, ReluNet)
        return net
    assert str(path) in said
    return None


@pytest.mark.parametrize("kind", KINDS)
def test_the_good_files_are_good(tmp_path, kind):
    assert outcome(tmp_path, kind, good(kind)).widths == (2, 3, 1)


@pytest.mark.parametrize("kind", KINDS)
@FUZZ
@given(st.binary(max_size=300))
@example(b"PK\x05\x06" + bytes(18))
def test_random_bytes(tmp_path, kind, content):
    good(kind)
    outcome(tmp_path, kind, content)


@pytest.mark.parametrize("kind", KINDS)
@FUZZ
@given(st.data())
def test_flipped_bits(tmp_path, kind, data):
    content = bytearray(good(kind))
    for place in data.draw(
        st.lists(st.integers(0, 8 * len(content) - 1), min_size=1, max_size=4), label="bits"
    ):
        content[place // 8] ^= 1 << place % 8
    outcome(tmp_path, kind, bytes(content))


@pytest.mark.parametrize("kind", KINDS)
@FUZZ
@given(st.data())
def test_a_piece_that_is_cut_out_or_put_in(tmp_path, kind, data):
    content = good(kind)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(content))] * 2), label="piece"))
    put = data.draw(st.binary(max_size=20), label="put")
    outcome(tmp_path, kind, content[:start] + put + content[end:])


@pytest.mark.parametrize("kind", ["net.pt", "net.npz"])
@FUZZ
@given(st.data())
def test_flipped_bits_in_a_zip_whose_checksums_are_right_again(tmp_path, kind, data):
    with zipfile.ZipFile(BytesIO(good(kind))) as archive:
        members = {name: bytearray(archive.read(name)) for name in archive.namelist()}
    names = sorted(name for name, held in members.items() if held)
    if kind == "net.pt":
        names = [name for name in names if name.endswith("data.pkl")]
    for _ in range(data.draw(st.integers(1, 3), label="flips")):
        held = members[data.draw(st.sampled_from(names), label="member")]
        place = data.draw(st.integers(0, 8 * len(held) - 1), label="bit")
        held[place // 8] ^= 1 << place % 8
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, held in members.items():
            archive.writestr(name, bytes(held))
    outcome(tmp_path, kind, content.getvalue())
