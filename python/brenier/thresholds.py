"""When an edge of the continuous map is singular."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arguments import as_number
from brenier._arrays import FloatArray, IntArray

__all__ = ["Sides", "Thresholds"]


@dataclass(frozen=True)
class Sides:
    """Sets of edges, none of them empty, and which of them each simplex has.

    Attributes
    ----------
    edges : ndarray of shape (m,)
        The sets, one after the other.
    begin : ndarray
        Where each begins, and the end of the last.
    set_of : ndarray of shape (s,)
        The set of each simplex.
    """

    edges: IntArray
    begin: IntArray
    set_of: IntArray

    def largest(self, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """The largest of the edges' values (e,) on each simplex (s,)."""
        of_sets: npt.NDArray[Any] = np.maximum.reduceat(values[self.edges], self.begin[:-1])
        return of_sets[self.set_of]


@dataclass(frozen=True)
class Thresholds:
    """What an edge must not exceed, as given to `ContinuousMap`; None for what is not.

    Attributes
    ----------
    max_angle : float or None
        In radians.
    max_jump : float or None
        In the sites' unit of length.
    quantile : float or None
        Of the jumps, in [0, 1].

    Raises
    ------
    ValueError
        A threshold is negative or nan, or the quantile is over 1.
    TypeError
        A threshold is no number.
    """

    max_angle: float | None = None
    max_jump: float | None = None
    quantile: float | None = None

    def __post_init__(self) -> None:
        for name, value in self.given.items():
            object.__setattr__(self, name, as_number(value, name, least=0.0))
        if self.quantile is not None and self.quantile > 1.0:
            raise ValueError(f"quantile is {self.quantile!r}; expected a number in [0, 1]")

    @property
    def given(self) -> dict[str, float]:
        """Those that are given, by name."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value for name, value in values.items() if value is not None}

    def are_exceeded(
        self, jumps: FloatArray, angles: FloatArray, gap_limits: FloatArray
    ) -> npt.NDArray[np.bool_]:
        """Tell which edges are over any threshold; if none is given, over their `gap_limits`."""
        if not self.given:
            return jumps > gap_limits
        exceeded = np.zeros(len(jumps), dtype=bool)
        if self.max_angle is not None:
            exceeded |= angles > self.max_angle
        if self.max_jump is not None:
            exceeded |= jumps > self.max_jump
        if self.quantile is not None:
            exceeded |= jumps > np.quantile(jumps, self.quantile)
        return exceeded

    def complaint(self, jumps: FloatArray, angles: FloatArray, sides: Sides, simplex: str) -> str:
        """Say that no simplex is regular, and from which thresholds on some, and all, are."""
        largest_jump, largest_angle = sides.largest(jumps), sides.largest(angles)
        ranks = np.searchsorted(np.sort(jumps), largest_jump) / max(len(jumps) - 1, 1)
        of_simplices = {"max_angle": largest_angle, "max_jump": largest_jump, "quantile": ranks}
        needed = {name: of_simplices[name] for name in self.given or ("max_jump",)}
        # Several thresholds must suit the same one: that which asks least of the worst.
        best = np.argmin(np.max([v / max(v.max(), 1e-300) for v in needed.values()], axis=0))
        words = " and ".join(f"{name}={value:g}" for name, value in self.given.items())
        some = " and ".join(f"{name}={_rounded_up(v[best])}" for name, v in needed.items())
        all_ = " and ".join(f"{name}={_rounded_up(v.max())}" for name, v in needed.items())
        return (
            f"no {simplex} is regular with {words or 'defaults'}; some are from {some} on, "
            f"all are from {all_} on"
        )


def _rounded_up(value: float) -> str:
    """At most six digits, and no less than the value."""
    text = f"{value:.6g}"
    return text if float(text) >= value else f"{value * (1 + 1e-5):.6g}"
