"""Files that are broken, lie or attack: a clear error, nothing run, no memory taken."""

import json
import pickle
import struct
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.numpy import save

from dlvis.errors import InputError
from dlvis.loaders import files, load_net
from tests.foreign import arrays, small


class Armed:
    """What runs `touch` when it is unpickled without care."""

    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return Path.touch, (Path(self.mark),)


def refused(path, content, words):
    path.write_bytes(content)
    with pytest.raises(InputError, match=words) as caught:
        load_net(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert len(str(caught.value).splitlines()) == 1


def torch_bytes(held, **options):
    content = BytesIO()
    torch.save(held, content, **options)
    return content.getvalue()


def zip_bytes(members, kind=zipfile.ZIP_STORED):
    content = BytesIO()
    with zipfile.ZipFile(content, "w", kind) as archive:
        for name, held in members.items():
            archive.writestr(name, held)
    return content.getvalue()


def npy_bytes(header, body=b""):
    text = str(header).encode()
    text += b" " * (63 - (10 + len(text)) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + body


def safetensors_bytes(header, body=b""):
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + body


@pytest.mark.parametrize("options", [{}, {"_use_new_zipfile_serialization": False}, {"pickle_protocol": 4}])
def test_code_in_a_pickle_is_not_run(tmp_path, options):
    mark = tmp_path / "it ran"
    armed = torch_bytes({"0.weight": torch.ones(1, 2), "0.bias": Armed(mark)}, **options)
    refused(tmp_path / "net.pt", armed, "holds more than tensors|cannot be read")
    assert not mark.exists()
    torch.load(BytesIO(armed), weights_only=False)
    assert mark.exists(), "the file was harmless"


@pytest.mark.parametrize("name", ["net.pkl", "net.pt", "net.onnx", "net.safetensors", "net.npz"])
def test_a_bare_pickle_is_not_run(tmp_path, name):
    mark = tmp_path / "it ran"
    refused(tmp_path / name, pickle.dumps({"0.weight": Armed(mark)}), "expected|onnx is needed")
    assert not mark.exists()


def test_pickled_objects_in_an_npz_are_not_run(tmp_path):
    mark = tmp_path / "it ran"
    np.savez(tmp_path / "net.npz", **{"0.weight": np.array([[Armed(mark)]])})
    refused(
        tmp_path / "net.npz", (tmp_path / "net.npz").read_bytes(), "holds Python objects, which can run code"
    )
    assert not mark.exists()


def test_code_in_a_zip_that_is_called_npz_is_not_run(tmp_path):
    mark = tmp_path / "it ran"
    held = zip_bytes({"archive/data.pkl": pickle.dumps(Armed(mark), 2), "archive/version": b"3\n"})
    refused(tmp_path / "net.npz", held, "holds more than tensors")
    assert not mark.exists()


@pytest.mark.parametrize(
    ("armed_name", "order"),
    [("archive/DATA.PKL", 1), ("ARCHIVE/data.pkl", 1), ("archive/Data.Pkl", -1), ("other/DATA.PKL", 1)],
)
def test_code_under_a_name_that_differs_in_case_is_not_run(tmp_path, armed_name, order):
    mark = tmp_path / "it ran"
    armed = pickle.dumps({"0.weight": Armed(mark)}, 2)
    with zipfile.ZipFile(BytesIO(torch_bytes({"0.weight": torch.ones(1, 2)}))) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    both = [(armed_name, armed), *members][::order]
    words = "one name twice" if "other" not in armed_name else "without its one data.pkl"
    refused(tmp_path / "net.pt", zip_bytes(dict(both)), words)
    assert not mark.exists()


def test_a_zip_that_reads_in_two_ways_is_read_as_it_was_looked_through(tmp_path):
    def plain(value):
        with zipfile.ZipFile(BytesIO(torch_bytes({"0.weight": torch.full((1, 2), value)}))) as archive:
            return zip_bytes({name: archive.read(name) for name in archive.namelist()})

    # two directories: torch takes the one at the stated place, Python the one before the end
    one, two = plain(1.0), plain(2.0)
    content = one[: one.rindex(b"PK\5\6")] + two
    assert torch.load(BytesIO(content), weights_only=True)["0.weight"].tolist() == [[1, 1]]
    (tmp_path / "net.pt").write_bytes(content)
    assert load_net(tmp_path / "net.pt").weights[0].tolist() == [[2, 2]]


def test_a_whole_model_is_refused_with_the_remedy(tmp_path):
    refused(
        tmp_path / "net.pt", torch_bytes(small()), r"torch\.nn\.modules\.container Sequential.*state_dict\(\)"
    )
    program = torch.jit.trace(small(), torch.zeros(1, 2, dtype=torch.float64))
    torch.jit.save(program, tmp_path / "net.pt")
    refused(tmp_path / "net.pt", (tmp_path / "net.pt").read_bytes(), "is a TorchScript program")


@pytest.mark.parametrize(
    ("held", "words"),
    [
        ([torch.ones(1, 2)], "names with tensors, got a list"),
        ({"a": 1, "b": [2]}, "names with tensors, got a dict with a, b"),
        ({"state_dict": {"a": 1}}, "names with tensors, got a dict with a"),
        ({}, "names with tensors, got a dict with"),
        ({"0.weight": torch.ones(1).expand(10**5, 10**5)}, "claims 10,000,000,000"),
        ({"0.weight": torch.ones(1, 2).to_sparse()}, "holds more than tensors"),
        ({"0.weight": torch.ones(1, 2, dtype=torch.complex64)}, "expected an array of numbers"),
        ({"0.weight": torch.ones(1, 2, dtype=torch.bool)}, "expected an array of numbers"),
        ({"0.weight": torch.ones(1, 2, device="meta")}, "holds more than tensors|cannot be read"),
    ],
)
def test_what_else_torch_saves_is_refused(tmp_path, held, words):
    refused(tmp_path / "net.pt", torch_bytes(held), words)


@pytest.mark.parametrize("options", [{}, {"_use_new_zipfile_serialization": False}])
def test_a_torch_storage_that_claims_more_than_the_file_has(tmp_path, options):
    content = torch_bytes({"0.weight": torch.ones(300, 311)}, **options)
    true, lie = struct.pack("<i", 93300), struct.pack("<i", 2**31 - 1)
    assert content.count(b"J" + true) == 1
    lying = content.replace(b"J" + true, b"J" + lie)
    refused(tmp_path / "net.pt", lying, "claims a storage of 2,147,483,647 numbers|torn or changed")
    if not options:  # with a checksum that is right again
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        whole = {name: held.replace(b"J" + true, b"J" + lie) for name, held in members.items()}
        refused(
            tmp_path / "net.pt", zip_bytes(whole), "claims a storage of 2,147,483,647 numbers in a file of"
        )


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (b"torch.storage\nUntypedStorage", "torch.storage UntypedStorage"),
        (b"torch\nUntypedStorage", "torch UntypedStorage"),
        (b"builtins\nbytearray", "builtins bytearray"),
        (b"_codecs\nencode", "_codecs encode"),
        (b"torch\nfloat99", "something that torch refuses"),
    ],
)
def test_a_call_that_would_take_any_memory_is_not_made(tmp_path, name, words):
    terabyte = b"\x8a\x06" + (10**12).to_bytes(6, "little")
    call = b"\x80\x02}X\x08\x00\x00\x000.weightc" + name + b"\n" + terabyte + b"\x85Rs."
    refused(
        tmp_path / "net.pt",
        zip_bytes({"a/data.pkl": call, "a/version": b"3\n"}),
        rf"more than tensors \({words}\)",
    )


def test_zip_bombs_are_refused_by_their_directory(tmp_path, monkeypatch):
    monkeypatch.setattr("dlvis.loaders.tensors.MOST_BYTES", 2**20)
    body = npy_bytes({"descr": "<f8", "fortran_order": False, "shape": (2**18,)}, bytes(2**21))
    bomb = zip_bytes({"0.weight.npy": body}, zipfile.ZIP_DEFLATED)
    assert len(bomb) < 10_000
    refused(tmp_path / "net.npz", bomb, r"at most 1 MiB unpacked, got an archive of 2,097,280 bytes")
    packed = zip_bytes({"a/data.pkl": bytes(2**21)}, zipfile.ZIP_DEFLATED)
    refused(tmp_path / "net.pt", packed, "at most 1 MiB unpacked")


def test_a_packed_torch_file_is_refused(tmp_path):
    packed = zip_bytes({"a/data.pkl": bytes(2**10)}, zipfile.ZIP_DEFLATED)
    refused(tmp_path / "net.pt", packed, "which is never compressed")


@pytest.mark.parametrize(
    ("member", "words"),
    [
        (
            npy_bytes({"descr": "<f8", "fortran_order": False, "shape": (10**6, 10**6)}),
            "claims 1,000,000,000,000",
        ),
        (npy_bytes({"descr": "<f8", "fortran_order": False, "shape": (10, 10)}, bytes(8)), "cannot be read"),
        (npy_bytes({"descr": "<f8", "fortran_order": False, "shape": (-1, 10)}, bytes(80)), "a negative one"),
        (
            npy_bytes({"descr": "|O", "fortran_order": False, "shape": (1, 1)}, bytes(8)),
            "holds Python objects",
        ),
        (npy_bytes("__import__('os').abort()"), "cannot be read"),
        (b"\x93NUMPY\x09\x00" + bytes(20), "format 1.0 or 2.0"),
        (b"", "cannot be read"),
    ],
)
def test_an_npz_whose_header_lies(tmp_path, member, words):
    refused(tmp_path / "net.npz", zip_bytes({"0.weight.npy": member}), words)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (
            safetensors_bytes(
                {"a": {"dtype": "F64", "shape": [10**6, 10**6], "data_offsets": [0, 8 * 10**12]}}
            ),
            "read",
        ),
        (
            safetensors_bytes(
                {"a": {"dtype": "F64", "shape": [10**6, 10**6], "data_offsets": [0, 16]}}, bytes(16)
            ),
            "",
        ),
        (
            safetensors_bytes({"a": {"dtype": "F64", "shape": [2**63, 4], "data_offsets": [0, 0]}}),
            "cannot be read",
        ),
        (
            safetensors_bytes({"a": {"dtype": "C64", "shape": [1, 1], "data_offsets": [0, 8]}}, bytes(8)),
            "got C64",
        ),
        (struct.pack("<Q", 2**62) + b"{}", "cannot be read"),
        (safetensors_bytes([]), "expected"),
        (safetensors_bytes({}), "no key begins"),
    ],
)
def test_a_safetensors_header_that_lies(tmp_path, content, words):
    refused(tmp_path / "net.safetensors", content, words)


def test_a_name_in_a_file_commands_no_terminal(tmp_path):
    odd = "a\x1b[31m\nX\x9b\u202e\u2028é.foo"
    held = {odd: np.zeros((1, 1))}
    refused(tmp_path / "net.safetensors", save(held), r"a\\x1b\[31m\\nX\\x9b\\u202e\\u2028é\.foo belongs to")
    path = tmp_path / "net.pt"
    path.write_bytes(torch_bytes({odd: torch.zeros(1, 1)}))
    with pytest.raises(InputError) as caught:
        load_net(path)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize("name", ["net.pt", "net.safetensors", "net.npz", "net.onnx", "net"])
@pytest.mark.parametrize(
    "content", [b"", b"\0", b"PK", b"PK\x03\x04" + bytes(50), b"{}", b"hello, world", bytes(99)]
)
def test_what_is_no_net_at_all(tmp_path, name, content):
    if name == "net.onnx":
        pytest.importorskip("onnx")
    refused(tmp_path / name, content, "expected|got an empty file")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x89HDF\r\n\x1a\n", "got HDF5, as Keras writes"),
        (npy_bytes({"descr": "<f8", "fortran_order": False, "shape": (1,)}, bytes(8)), "got a single array"),
        (pickle.dumps({}), "got a pickle, which can run code"),
        (b"<html>", "got none of them"),
    ],
)
def test_other_kinds_are_told(tmp_path, content, words):
    refused(tmp_path / "net.h5", content, words)


@pytest.mark.parametrize("kind", ["pt", "old.pt", "safetensors", "npz"])
def test_a_file_cut_short_anywhere(tmp_path, kind):
    content = torch_bytes(small().state_dict(), _use_new_zipfile_serialization=kind != "old.pt")
    if kind == "safetensors":
        content = save(arrays(small()))
    elif kind == "npz":
        np.savez(tmp_path / "whole.npz", **arrays(small()))
        content = (tmp_path / "whole.npz").read_bytes()
    for length in [*range(0, len(content), 37), len(content) - 1]:
        refused(tmp_path / f"net.{kind}", content[:length], "expected|net")


def test_a_flipped_bit_in_a_weight_is_found_by_the_checksum(tmp_path):
    content = bytearray(torch_bytes(small().state_dict()))
    content[content.find(small()[0].weight.detach().numpy().tobytes()) + 3] ^= 4
    refused(
        tmp_path / "net.pt", bytes(content), "torn or changed, the checksum of archive/data/0 does not hold"
    )


def test_nothing_there_and_no_file(tmp_path):
    with pytest.raises(InputError, match=r"net\.pt: cannot be read \(No such file or directory\)"):
        load_net(tmp_path / "net.pt")
    with pytest.raises(InputError, match="expected a file, got a device or a pipe"):
        load_net("/dev/zero")
    with pytest.raises(InputError, match="a run has"):
        load_net(tmp_path)


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MOST_BYTES", 2**20)
    with (tmp_path / "net.pt").open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(InputError, match=r"net\.pt: expected a net of at most 1 MiB, got one of 1048576 MiB"):
        load_net(tmp_path / "net.pt")


def test_a_million_neurons_load(tmp_path):
    n = 10**6
    state = {
        "0.weight": np.ones((n, 2), np.float32),
        "0.bias": np.ones(n, np.float32),
        "2.weight": np.ones((1, n)),
    }
    np.savez(tmp_path / "wide.npz", **state)
    assert load_net(tmp_path / "wide.npz").n_parameters == 4 * n + 1


@pytest.mark.parametrize("options", [{}, {"_use_new_zipfile_serialization": False}])
def test_a_tensor_larger_than_its_storage_is_refused(tmp_path, options):
    held = {"a.weight": torch.zeros(1).expand(11500, 11500)}
    content = torch_bytes(held, **options)
    assert len(content) < 2000
    refused(tmp_path / "net.pt", content, "a.weight: claims 132,250,000 numbers, but 1 are stored")
    tied = torch.ones(2, 2)
    (tmp_path / "net.pt").write_bytes(torch_bytes({"0.weight": tied, "2.weight": tied.T}, **options))
    assert load_net(tmp_path / "net.pt").widths == (2, 2, 2)


def peak(path):
    """How much memory numpy and Python took at once while the net was read."""
    tracemalloc.start()
    try:
        load_net(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_numbers_are_copied_once(tmp_path):
    n = 2000
    packed, plain, plainer = (tmp_path / name for name in ("packed.npz", "plain.npz", "net.pt"))
    np.savez_compressed(packed, **{"a.weight": np.zeros((n, n), np.int8)})
    assert peak(packed) < 1.6 * 8 * n**2
    np.savez(plain, **{"a.weight": np.zeros((n, n))})
    assert peak(plain) < 3.3 * 8 * n**2
    torch.save({"a.weight": torch.zeros(n, n)}, plainer)
    assert peak(plainer) < 1.9 * 8 * n**2


def test_a_claim_of_a_terabyte_takes_no_memory(tmp_path):
    header = {"descr": "<f8", "fortran_order": False, "shape": (10**6, 10**6)}
    content = zip_bytes({"0.weight.npy": npy_bytes(header)})
    tracemalloc.start()
    try:
        refused(tmp_path / "net.npz", content, "claims 1,000,000,000,000")
        assert tracemalloc.get_traced_memory()[1] < 2**22
        np.empty(2**22)
        assert tracemalloc.get_traced_memory()[1] > 2**22, "numpy's memory is not seen"
    finally:
        tracemalloc.stop()
