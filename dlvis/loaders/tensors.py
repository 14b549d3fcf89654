"""Named arrays out of a safetensors file or a numpy archive, neither of which can hold code; no torch."""

import zipfile
from io import BytesIO
from typing import Any

import numpy as np
import safetensors
from numpy.typing import NDArray

from dlvis.errors import InputError
from dlvis.loaders.files import MOST_BYTES, check_shapes, parsing

# numpy has no bfloat16: its bits are the upper half of a float32
NUMPY_TYPES = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2",
    "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
    "U64": "<u8", "U32": "<u4", "U16": "<u2", "U8": "u1", "BOOL": "?",
}  # fmt: skip


def safetensors_arrays(content: bytes, source: str) -> dict[str, NDArray[Any]]:
    """The arrays of a safetensors file by name.

    Raises:
        InputError: a header that lies about sizes or cannot be read, or numbers of a kind numpy has not.
    """
    with parsing(source, "a safetensors file"):
        tensors = dict(safetensors.deserialize(content))  # type: ignore[no-untyped-call]
    check_shapes((tuple(tensor["shape"]) for tensor in tensors.values()), source)
    return {name: _array(tensor, f"{source}: {name}") for name, tensor in tensors.items()}


def _array(tensor: dict[str, Any], name: str) -> NDArray[Any]:
    kind = tensor["dtype"]
    if kind not in NUMPY_TYPES:
        raise InputError(f"{name}: expected floating-point numbers, got {kind}")
    array: NDArray[Any] = np.frombuffer(tensor["data"], NUMPY_TYPES[kind]).reshape(tensor["shape"])
    return (array.astype(np.uint32) << 16).view(np.float32) if kind == "BF16" else array


def npz_arrays(content: bytes, source: str) -> dict[str, NDArray[Any]]:
    """The arrays of a numpy archive by name, none of which may be pickled.

    The sizes in the archive's directory are summed before anything is unpacked, and each array's header must
    claim what the directory says.

    Raises:
        InputError: an archive that is broken, unpacks to too much, or holds Python objects.
    """
    with parsing(source, "a numpy archive"), zipfile.ZipFile(BytesIO(content)) as archive:
        members = archive.infolist()
        check_unpacked(members, source)
        arrays = {}
        for member in members:
            name = member.filename.removesuffix(".npy")
            arrays[name] = _npy(archive.read(member), f"{source}: {name}")
    check_shapes((array.shape for array in arrays.values()), source)
    return arrays


def check_unpacked(members: list[zipfile.ZipInfo], source: str) -> None:
    """Raises InputError where the files of a zip would take too much room unpacked: a zip bomb."""
    claimed = sum(member.file_size for member in members)
    if claimed > MOST_BYTES:
        raise InputError(
            f"{source}: expected at most {MOST_BYTES >> 20} MiB unpacked, got an archive of {claimed:,} bytes"
        )


def _npy(content: bytes, name: str) -> NDArray[Any]:
    """One array in numpy's own format; np.load would take the memory that the header claims first."""
    stream = BytesIO(content)
    read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    version = np.lib.format.read_magic(stream)
    if version not in read:
        raise InputError(f"{name}: expected numpy's array format 1.0 or 2.0, got {version}")
    shape, in_columns, dtype = read[version](stream)
    if dtype.hasobject:
        raise InputError(f"{name}: holds Python objects, which can run code; expected plain numbers")
    check_shapes(iter([shape]), name)
    array: NDArray[Any] = np.frombuffer(content, dtype, offset=stream.tell())
    return array.reshape(shape, order="F" if in_columns else "C")
