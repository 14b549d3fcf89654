"""The constant arrays of an ONNX graph, inside the file or in the one that torch writes beside it."""

import stat
from collections import Counter
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dlvis.errors import InputError
from dlvis.loaders.files import check_shapes, parsing


def weights(graph: Any, path: Path) -> dict[str, NDArray[Any]]:
    """Every initializer of the graph by name; the sizes of all constants are summed before one is read."""
    if graph.sparse_initializer:
        raise InputError(f"{path}: has sparse weights, which cannot be read; save dense ones")
    constants = [part.t for node in graph.node for part in node.attribute if part.HasField("t")]
    check_shapes((tuple(tensor.dims) for tensor in [*graph.initializer, *constants]), str(path))
    names = Counter(tensor.name for tensor in graph.initializer)
    if twice := [name for name, times in names.items() if times > 1]:
        raise InputError(f"{path}: expected one weight of each name, got {twice[0][:80]!r} twice")
    return {tensor.name: array(tensor, path) for tensor in graph.initializer}


def array(tensor: Any, path: Path) -> NDArray[Any]:
    """A tensor as a numpy array, bfloat16 as float32."""
    from onnx import TensorProto, numpy_helper

    name = f"{tensor.name[:80]!r}"
    check_shapes(iter([tuple(tensor.dims)]), name)
    with parsing(name, "numbers"):
        if tensor.data_location == TensorProto.EXTERNAL:
            tensor = _whole(tensor, path, name)
        result: NDArray[Any] = numpy_helper.to_array(tensor)
    if tensor.data_type == TensorProto.BFLOAT16:
        return result.astype(np.float32)
    return result


def _whole(tensor: Any, path: Path, name: str) -> Any:
    """The tensor with its bytes, which lie in a file beside `path` and nowhere else."""
    from onnx import TensorProto, helper

    said = {entry.key: entry.value for entry in tensor.external_data}
    location = said.get("location", "")
    if location in ("", ".", "..") or Path(location).name != location:
        raise InputError(f"{name}: expected its numbers in a file beside this one, got {location[:80]!r}")
    itemsize = np.dtype(helper.tensor_dtype_to_np_dtype(tensor.data_type)).itemsize
    length = prod(tensor.dims) * itemsize
    if int(said.get("length", length)) != length:
        raise InputError(f"{name}: expected {length} bytes in {location}, got {said['length'][:20]}")
    beside = path.parent / location
    try:
        # a pipe would never end, and a link can lead anywhere
        if not stat.S_ISREG(beside.lstat().st_mode):
            raise InputError(f"{name}: expected its numbers in a plain file, got a link, folder or pipe")
        with beside.open("rb") as file:
            file.seek(int(said.get("offset", 0)))
            raw = file.read(length)
    except OSError as error:
        raise InputError(f"{name}: {location} beside it cannot be read ({error.strerror})") from error
    return TensorProto(name=tensor.name, data_type=tensor.data_type, dims=tensor.dims, raw_data=raw)
