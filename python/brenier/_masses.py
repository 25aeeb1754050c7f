"""Target masses: their sum is judged by the precision of the numbers that came in."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from brenier._arrays import FloatArray, as_values

__all__ = ["as_masses", "divided_by_sum", "rounding_of_sum"]


_NARROW: dict[np.dtype[Any], type[np.floating[Any]]] = {
    np.dtype(kind): kind for kind in (np.float16, np.float32)
}


def as_masses(value: object, name: str, count: int) -> FloatArray:
    """Copy masses into float64 of shape (count,); narrow ones that sum to 1 do so in float64.

    Whether they are masses, >= 0 and with sum 1, the core says. What sums to 1 in float32 or in
    float16 does not in float64, and is divided by its sum there.
    """
    dtype = _dtype_of(value).newbyteorder("=")
    masses = as_values(value, name, count)
    if dtype not in _NARROW:
        return masses
    limits = np.finfo(_NARROW[dtype])
    off = rounding_of_sum(count, float(limits.eps), float(limits.tiny))
    return divided_by_sum(masses, name, off, dtype.name)


def _dtype_of(value: object) -> np.dtype[Any]:
    """The type of the numbers, before they are converted; of what is refused, float64."""
    try:
        return np.asarray(value).dtype
    except Exception:  # of any kind, as it is the value's own
        return np.dtype(np.float64)


def divided_by_sum(masses: FloatArray, name: str, off: float, kind: str) -> FloatArray:
    """Divide masses by their sum if that is within `off` of 1; refuse other sums.

    Masses with a nan, an infinity or a negative one are left to the core, which names it.
    """
    if not np.all((masses >= 0) & (masses <= 1e300)):
        return masses
    total = float(masses.sum())
    if not abs(total - 1.0) <= off:
        raise ValueError(
            f"{name} sum to {total:.10g}; expected 1 within {off:.1g}, the rounding of {kind}: "
            f"normalise them, {name} / {name}.sum()"
        )
    return masses / total


def rounding_of_sum(count: int, eps: float, tiny: float) -> float:
    """Bound what rounding makes of a sum of 1, of masses that were divided by their sum.

    They are numbers divided by a sum. Either is rounded, and what went into them: say four times,
    by a part of eps or, if tiny, by that part of the smallest normal number. The sum has an error
    of its own, which grows like √n; libraries form it in float32 at least.
    """
    of_sum = float(np.finfo(np.float32).eps) * math.sqrt(count)
    return 4.0 * eps * (1.0 + count * tiny) + of_sum
