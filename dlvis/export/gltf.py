"""The container of glTF 2.0 in one binary file (GLB): JSON, then the arrays that it describes.

A writer of our own: what a scene of coloured facets needs is these two functions, and a library would be
another dependency with as many lines to call it. Source: Khronos, "glTF 2.0 Specification".
"""

import json
import struct
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_BYTES = 2**32 - 1
"""All that the length in the header can say."""

VERTICES, INDICES = 34962, 34963
"""What an array is for: ARRAY_BUFFER and ELEMENT_ARRAY_BUFFER."""

_COMPONENTS = {np.dtype(np.float32): 5126, np.dtype(np.uint32): 5125, np.dtype(np.uint16): 5123}
_SHAPES = {1: "SCALAR", 3: "VEC3", 4: "VEC4"}


class Arrays:
    """Arrays on their way into one buffer; `add` gives each the number of its accessor."""

    def __init__(self) -> None:
        self.content = bytearray()
        self.views: list[dict[str, Any]] = []
        self.accessors: list[dict[str, Any]] = []

    def add(self, values: NDArray[Any], target: int, *, bounded: bool = False) -> int:
        """`values` (n,) or (n, 3 or 4) of float32, uint32 or uint16, which stands for 0..1.

        `bounded` says the least and the largest, as positions must.
        """
        width = 1 if values.ndim == 1 else values.shape[1]
        view = {"buffer": 0, "byteOffset": len(self.content), "byteLength": values.nbytes, "target": target}
        accessor: dict[str, Any] = {
            "bufferView": len(self.views),
            "componentType": _COMPONENTS[values.dtype],
            "count": len(values),
            "type": _SHAPES[width],
        }
        if values.dtype == np.uint16:
            accessor["normalized"] = True
        if bounded:
            accessor |= {"min": values.min(axis=0).tolist(), "max": values.max(axis=0).tolist()}
        self.content += np.ascontiguousarray(values).tobytes()
        self.content += bytes(-len(self.content) % 4)
        self.views.append(view)
        self.accessors.append(accessor)
        return len(self.accessors) - 1


def glb(scene: dict[str, Any], arrays: Arrays) -> bytes:
    """The file: `scene` is the JSON but for its buffers, which are `arrays`."""
    told = scene | {
        "buffers": [{"byteLength": len(arrays.content)}],
        "bufferViews": arrays.views,
        "accessors": arrays.accessors,
    }
    text = json.dumps(told, allow_nan=False, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 4)
    length = 12 + 8 + len(text) + 8 + len(arrays.content)
    header = struct.pack("<4sII", b"glTF", 2, length)
    parts = [struct.pack("<I4s", len(text), b"JSON"), text]
    return b"".join([header, *parts, struct.pack("<I4s", len(arrays.content), b"BIN\0"), arrays.content])
