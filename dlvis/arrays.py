"""Read-only arrays: what every frozen value of this package is made of."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def frozen(values: ArrayLike, dtype: Any) -> NDArray[Any]:
    """A read-only copy of `values`: nobody who still holds the original can change it."""
    array: NDArray[Any] = np.array(values, dtype=dtype, order="C", copy=True)
    array.setflags(write=False)
    return array
