"""Arrays of other libraries that numpy does not take as numbers by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["as_plain_array", "is_bfloat16"]


def is_bfloat16(value: Any) -> bool:
    """Tell whether an array or a tensor holds bfloat16, which numpy does not have."""
    return str(getattr(value, "dtype", None)).removeprefix("torch.") == "bfloat16"


def as_plain_array(value: Any) -> npt.NDArray[Any]:
    """Make an array of what is one, of bfloat16 and of pandas' nullable columns, too.

    Numbers that are missing become nan. What is no array of numbers gets whatever dtype numpy has
    for it, or numpy's own error.
    """
    if isinstance(value, np.ndarray) and value.dtype.kind in "fiub":
        return np.asarray(value)
    if is_bfloat16(value):
        # float32 holds it exactly. torch's tensors say `float`; others are arrays of ml_dtypes.
        return np.asarray(value.float() if hasattr(value, "float") else value, dtype=np.float32)
    array = np.asarray(value)
    if array.dtype.kind == "O" and _has_numbers(value):
        return np.asarray(value.to_numpy(dtype=np.float64, na_value=np.nan))
    return array


def _has_numbers(value: Any) -> bool:
    """Tell whether a pandas object has columns of numbers, nullable or not, and no others."""
    if not hasattr(value, "to_numpy"):
        return False
    dtypes = [value.dtype] if hasattr(value, "dtype") else list(getattr(value, "dtypes", ()))
    return len(dtypes) > 0 and all(getattr(dtype, "kind", "O") in "fiub" for dtype in dtypes)
