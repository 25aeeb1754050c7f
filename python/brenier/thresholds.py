"""When an edge of the continuous map is singular."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from brenier._arrays import FloatArray

__all__ = ["Thresholds"]

_DEFAULT_JUMP = 5.0  # medians


@dataclass(frozen=True)
class Thresholds:
    """The thresholds, as they were given and as they act."""

    given: dict[str, float]
    max_jump: float
    max_angle: float

    @classmethod
    def of(cls, jumps: FloatArray, max_angle: Any, max_jump: Any, quantile: Any) -> Thresholds:
        """Check what is given; five medians if nothing is."""
        values = {"max_angle": max_angle, "max_jump": max_jump, "quantile": quantile}
        given = {
            name: _as_limit(value, name) for name, value in values.items() if value is not None
        }
        if given.get("quantile", 0.0) > 1.0:
            raise ValueError(f"quantile is {quantile!r}; expected a number in [0, 1]")
        if not given:
            given["max_jump"] = _DEFAULT_JUMP * float(np.median(jumps))
        jump = given.get("max_jump", math.inf)
        if "quantile" in given:
            jump = min(jump, float(np.quantile(jumps, given["quantile"])))
        return cls(given, jump, given.get("max_angle", math.inf))

    def complaint(
        self, jumps: FloatArray, largest_jump: FloatArray, largest_angle: FloatArray
    ) -> str:
        """Say that no triangle is regular, and from which thresholds on some, and all, are."""
        shares = np.searchsorted(np.sort(jumps), largest_jump) / max(len(jumps) - 1, 1)
        needed = {"max_angle": largest_angle, "max_jump": largest_jump, "quantile": shares}
        words = " and ".join(f"{name}={value:g}" for name, value in self.given.items())
        ranges = (_range(name, needed[name]) for name in self.given)
        return f"no triangle is regular with {words}: {', and '.join(ranges)}"


def _range(name: str, needed: FloatArray) -> str:
    return (
        f"{name} leaves some from {_rounded_up(needed.min())} on, all from "
        f"{_rounded_up(needed.max())} on"
    )


def _rounded_up(value: float) -> str:
    """At most six digits, and no less than the value."""
    text = f"{value:.6g}"
    return text if float(text) >= value else f"{value * (1 + 1e-5):.6g}"


def _as_limit(value: Any, name: str) -> float:
    """Check a threshold: a number, 0 or more."""
    try:
        limit = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} is {value!r}; expected a number") from None
    if not limit >= 0.0:
        raise ValueError(f"{name} is {value!r}; expected a number, 0 or more")
    return limit
