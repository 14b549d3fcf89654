"""`load_net`: a file of anybody's, told by what stands in it, as a `ReluNet`."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from dlvis.errors import InputError
from dlvis.loaders.files import content, parsing
from dlvis.loaders.stack import Arrays, Hints, stacked
from dlvis.loaders.steps import relu_net
from dlvis.loaders.tensors import npz_arrays, safetensors_arrays
from dlvis.loaders.torch_file import LEGACY, torch_arrays
from dlvis.net import ReluNet
from dlvis.run import load_run

# What the names of files with nets end in, for those who must tell them from other files.
SUFFIXES = (".pt", ".pth", ".ckpt", ".bin", ".safetensors", ".onnx", ".npz")
EXPECTED = "expected a torch state dict, safetensors, ONNX, npz, or the folder of a run"


def load_net(
    path: str | Path,
    *,
    prefix: str = "",
    order: Sequence[str] | None = None,
    batchnorm: str | None = None,
    epsilon: float = 1e-5,
    slope: float | None = None,
    widths: Sequence[int] | None = None,
) -> ReluNet:
    """The net in a file: a torch state dict, safetensors, ONNX, an npz, or the folder of a run of ours.

    A file of bare arrays (all but ONNX, a run, and `dlvis export`'s npz) does not say everything:

    prefix     only keys that begin so belong to the net
    order      beginnings of keys in the order of application, where the shapes chain in more than one way
    batchnorm  "before" or "after" the activation, where the numbers of the modules do not tell
    epsilon    of BatchNorm
    slope      of the activation on the negative side; None is a ReLU, 0
    widths     what the net must have, to be sure that it is the one meant

    A ReLU is assumed after every linear layer but the last: bare arrays of a net with tanh look the same.
    BatchNorm in evaluation mode is folded into the neighbouring layer, in float64.

    Raises:
        InputError: what is there is none of these, is broken, holds code, claims more memory than 1 GiB,
            does not chain, or has a part that is not piecewise linear; the message names it.
    """
    place, hints = Path(path), Hints(prefix, order, batchnorm, epsilon, slope)
    try:
        net = _run_net(place, hints) if place.is_dir() else _file_net(place, hints)
    except InputError as error:
        raise InputError(_naming(path, error)) from error
    if widths is not None and tuple(widths) != net.widths:
        raise InputError(f"{path}: expected a net with widths {list(widths)}, got {list(net.widths)}")
    return net


def _naming(path: str | Path, error: InputError) -> str:
    """The message with the file in front: many are raised where only a part of the file is known.

    Names in a file are anybody's: what a terminal would obey, an escape or the end of a line, is spelt out.
    """
    said = str(error) if str(path) in str(error) else f"{path}: {error}"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in said)


def _run_net(folder: Path, hints: Hints) -> ReluNet:
    return _complete(load_run(folder).net, hints, str(folder))


def _file_net(path: Path, hints: Hints) -> ReluNet:
    read, source = content(path), str(path)
    if read.startswith(b"PK"):
        arrays = _zip_kind(read, source)(read, source)
        ours = "weights_0" in arrays and "version" in arrays
        return (
            _complete(_exported_net(arrays, source), hints, source) if ours else _stack(arrays, hints, source)
        )
    if read.startswith(LEGACY):
        return _stack(torch_arrays(read, source), hints, source)
    if path.suffix.lower() == ".onnx":
        from dlvis.loaders.onnx_file import onnx_steps

        return _complete(relu_net(onnx_steps(read, path), source), hints, source)
    if read[8:9] == b"{" or path.suffix.lower() == ".safetensors":
        return _stack(safetensors_arrays(read, source), hints, source)
    raise InputError(f"{source}: {EXPECTED}{_told(read)}")


def _zip_kind(read: bytes, source: str) -> Callable[[bytes, str], Arrays]:
    """npz and torch are both zip archives; only torch's has a data.pkl."""
    import zipfile
    from io import BytesIO

    with parsing(source, "a zip archive of numpy or torch"), zipfile.ZipFile(BytesIO(read)) as archive:
        names = archive.namelist()
    return npz_arrays if names and all(name.endswith(".npy") for name in names) else torch_arrays


def _stack(arrays: Arrays, hints: Hints, source: str) -> ReluNet:
    return relu_net(stacked(arrays, hints, source), source)


def _exported_net(arrays: Arrays, source: str) -> ReluNet:
    """The net in an archive of `dlvis export`."""
    n_layers = sum(name.startswith("weights_") for name in arrays)
    with parsing(source, "an archive of dlvis export"):
        weights = [arrays[f"weights_{k}"] for k in range(n_layers)]
        biases = [arrays[f"biases_{k}"] for k in range(n_layers)]
        return ReluNet(weights, biases, float(arrays["slope"]))


def _complete(net: ReluNet, hints: Hints, source: str) -> ReluNet:
    """`net` of a file that says all of it. Raises InputError for hints that it has no use for."""
    if hints.slope is not None and hints.slope != net.slope:
        raise InputError(
            f"{source}: the file says that the slope is {net.slope}, not {hints.slope}; leave it out"
        )
    if replace(hints, slope=None) != Hints():
        raise InputError(
            f"{source}: prefix, order, batchnorm and epsilon are for files of bare arrays; leave them out"
        )
    return net


def _told(read: bytes) -> str:
    """What a file of another kind seems to be."""
    if read.startswith(b"\x89HDF\r\n"):
        return ", got HDF5, as Keras writes; save it as ONNX with tf2onnx"
    if read.startswith(b"\x93NUMPY"):
        return ", got a single array; save all of them with numpy.savez"
    if read[:1] == b"\x80" and read[1:2] in b"\x02\x03\x04\x05":
        return (
            ", got a pickle, which can run code; open it in Python yourself if you trust it, "
            "and use dlvis.loaders.from_sklearn or from_sequential"
        )
    return ", got none of them"
