"""Read-only arrays: what every frozen value of this package is made of."""

from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.signedinteger[Any]]
Bools = NDArray[np.bool_]

V = TypeVar("V")


def frozen(values: ArrayLike, dtype: Any) -> NDArray[Any]:
    """A read-only copy of `values`: nobody who still holds the original can change it.

    An array that is read-only and owns its data already is taken as it is, so that large ones stay single.
    """
    if isinstance(values, np.ndarray) and values.dtype == dtype:
        flags = values.flags
        if flags.owndata and flags.c_contiguous and not flags.writeable:
            return values
    array: NDArray[Any] = np.array(values, dtype=dtype, order="C", copy=True)
    array.setflags(write=False)
    return array


def freeze(value: Any, dtype: Any, *names: str) -> None:
    """Make these fields of a frozen dataclass read-only arrays, in its `__post_init__`."""
    for name in names:
        object.__setattr__(value, name, frozen(getattr(value, name), dtype))


def itself(value: V, memo: dict[int, Any]) -> V:
    """`__deepcopy__` of a frozen value: since nothing in it ever changes, copies of what holds it share it.

    Manim copies whole mobjects at each animation, and they hold complexes and maps.
    """
    return value
