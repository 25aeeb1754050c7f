"""Target masses: their sum is judged by the precision of the numbers that came in."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from brenier._arrays import FloatArray, as_values
from brenier._foreign import is_bfloat16

__all__ = ["as_masses", "as_shares", "divided_by_sum", "rounding_of_sum"]


_BFLOAT16 = ("bfloat16", 2.0**-7, 2.0**-126)
_OFF = 1e-9  # by how much shares in float64 may miss 1
_NARROW = (np.dtype(np.float16), np.dtype(np.float32))


def as_masses(value: object, name: str, count: int) -> FloatArray:
    """Copy masses into float64 of shape (count,); narrow ones that sum to 1 do so in float64.

    Whether they are masses, >= 0 and with sum 1, the core says. What sums to 1 in float32, in
    float16 or in bfloat16 does not in float64, and is divided by its sum there.
    """
    precision = _narrow_precision(value)
    masses = as_values(value, name, count)
    if precision is None:
        return masses
    kind, eps, tiny = precision
    return divided_by_sum(masses, name, rounding_of_sum(count, eps, tiny), kind)


def as_shares(value: object, count: int, place: Callable[[int], str]) -> FloatArray:
    """Copy shares, >= 0 and with sum 1, which are not for the core to judge.

    `place` says of an index which share it is, in a message.
    """
    shares = as_masses(value, "shares", count)
    bad = ~((shares >= 0) & np.isfinite(shares))
    if bad.any():
        k = int(np.argmax(bad))
        raise ValueError(f"{place(k)} is {float(shares[k])!r}; expected 0 or more")
    total = float(shares.sum())
    if not abs(total - 1.0) <= _OFF:
        raise ValueError(
            f"shares sum to {total:.10g}; expected 1: divide them by their sum, "
            "shares / shares.sum()"
        )
    return shares


def _narrow_precision(value: object) -> tuple[str, float, float] | None:
    """Name, eps and smallest normal number of the type of the numbers, if it is a narrow one."""
    if is_bfloat16(value):
        return _BFLOAT16
    try:
        dtype = np.asarray(value).dtype.newbyteorder("=")
    except Exception:  # of any kind, as it is the value's own; it is refused later
        return None
    if dtype not in _NARROW:
        return None
    limits = np.finfo(dtype)
    return dtype.name, float(limits.eps), float(limits.tiny)


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
