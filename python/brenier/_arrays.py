"""Arguments into the arrays that the core takes: converted once, and visibly."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arguments import shown
from brenier._foreign import as_plain_array

__all__ = [
    "FloatArray",
    "IntArray",
    "as_finite_points",
    "as_matrix",
    "as_points",
    "as_real_array",
    "as_rows",
    "as_values",
    "first_not_finite",
    "read_only",
    "require_finite",
    "require_real",
]

_MOST_DIMENSIONS = 4096
_LARGEST = 1e150

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.intp]


def require_real(value: object, name: str) -> npt.NDArray[Any]:
    """Check an array of real numbers of any type and shape, which is not copied."""
    if getattr(value, "requires_grad", False) is True:
        raise TypeError(
            f"{name} requires grad, and its gradient would be lost here; pass {name}.detach()"
        )
    if np.ma.isMaskedArray(value) and np.ma.getmaskarray(value).any():
        raise ValueError(f"{name} has masked entries; expected an array without any")
    try:
        array = as_plain_array(value)
    except (TypeError, ValueError, RuntimeError) as error:
        kind = ValueError if isinstance(error, ValueError) else TypeError
        odd = _first_of_other_shape(value, name)
        raise kind(odd or f"{name}: {error}; expected an array of real numbers") from error
    if array.dtype.kind == "O" and array.ndim == 0:
        raise TypeError(f"{name} is {shown(value)}; expected real numbers")
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} has dtype {array.dtype}; expected real numbers")
    return array


def _first_of_other_shape(value: object, name: str, levels: int = 4) -> str | None:
    """Say which entry of a list, or of its lists, has another shape than the first."""
    if not isinstance(value, (list, tuple)) or levels == 0:
        return None
    first: tuple[int, ...] | None = None
    for k, entry in enumerate(value):
        try:
            shape = np.shape(entry)
        except Exception:  # of any kind, as it is the entry's own
            return _first_of_other_shape(entry, f"{name}[{k}]", levels - 1)
        first = shape if first is None else first
        if shape != first:
            return (
                f"{name}[{k}] has shape {shape}, and {name}[0] {first}; expected an array of real "
                "numbers, with entries of one shape"
            )
    return None


def as_real_array(value: object, name: str) -> FloatArray:
    """Copy into C-contiguous float64 of any shape, which nobody else can change during a call."""
    array = require_real(value, name)
    with np.errstate(over="ignore"):  # what becomes infinite is refused by the core, by its index
        return np.array(array, dtype=np.float64, order="C")


def as_points(value: object, name: str, dimension: int = 2) -> FloatArray:
    """Copy into C-contiguous float64 of shape (n, dimension)."""
    array = as_real_array(value, name)
    if array.ndim != 2 or array.shape[1] != dimension:
        raise ValueError(f"{name} has shape {array.shape}; expected (n, {dimension})")
    return array


def as_finite_points(value: object, name: str, dimension: int = 2) -> FloatArray:
    """Copy into C-contiguous float64 of shape (n, dimension), where the core does not look."""
    points = as_points(value, name, dimension)
    require_finite(points, name)
    return points


def require_finite(points: FloatArray, name: str) -> None:
    """Refuse points (n, d) of which one is not finite, by its index."""
    k = first_not_finite(points)
    if k is not None:
        raise ValueError(f"{name}[{k}] is {tuple(points[k].tolist())}; expected finite numbers")


def first_not_finite(points: FloatArray) -> int | None:
    """Find the first of the points (n, d) that is not finite."""
    bad = ~np.isfinite(points).all(axis=1)
    return int(np.argmax(bad)) if bad.any() else None


def as_matrix(value: object, name: str) -> FloatArray:
    """Copy into C-contiguous float64 of shape (rows, columns), neither of them 0."""
    array = as_real_array(value, name)
    if array.ndim != 2 or array.size == 0:
        raise ValueError(f"{name} has shape {array.shape}; expected (rows, columns)")
    return array


def as_values(value: object, name: str, count: int) -> FloatArray:
    """Copy into C-contiguous float64 of shape (count,), one per site or step."""
    array = as_real_array(value, name)
    if array.shape != (count,):
        raise ValueError(f"{name} has shape {array.shape}; expected ({count},)")
    return array


def as_rows(value: object, name: str, count: int) -> npt.NDArray[Any]:
    """View rows (count, D) of float32 or float64 as they are, and other numbers as such; read-only.

    Nothing is copied that is C-contiguous and of one of these types. Rows have 1 to 4,096 numbers,
    finite and up to 1e150 in size, so that squares are finite.
    """
    array = require_real(value, name)
    if array.ndim != 2 or len(array) != count or not 1 <= array.shape[1] <= _MOST_DIMENSIONS:
        raise ValueError(
            f"{name} has shape {array.shape}; expected ({count}, D): a row for each of the {count} "
            f"sites, of 1 to {_MOST_DIMENSIONS:,} numbers"
        )
    kind = np.float32 if array.dtype.newbyteorder("=") in (np.float16, np.float32) else np.float64
    with np.errstate(over="ignore"):
        rows = np.require(array, kind, ("C_CONTIGUOUS", "ALIGNED")).view()
    least, most = float(rows.min(initial=0.0)), float(rows.max(initial=0.0))
    if not (least >= -_LARGEST and most <= _LARGEST):
        row, column = np.argwhere(~(np.abs(rows.astype(np.float64)) <= _LARGEST))[0].tolist()
        raise ValueError(
            f"{name}[{row}, {column}] is {float(rows[row, column])!r}; expected finite numbers, "
            f"up to {_LARGEST:g} in size"
        )
    return read_only(rows)  # type: ignore[no-any-return]


def read_only(array: npt.NDArray[Any]) -> Any:
    """Protect an array against writing."""
    array.flags.writeable = False
    return array
