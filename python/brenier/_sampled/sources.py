"""What `solve_sampled` takes for a source, as one thing: points of the right shape, all finite."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from brenier._arguments import shown
from brenier._arrays import FloatArray, first_not_finite, require_real
from brenier._planar import refuse_torus
from brenier.sources import Source

__all__ = ["NAMES", "SampledSource", "as_sampled_source"]

NAMES = ("normal", "uniform")
_LARGEST = 1e150  # so that squares are finite
_EXPECTED = (
    "expected 'normal', 'uniform', a brenier source, or a function (n, rng) that returns n points"
)


class SampledSource:
    """A law from which points (count, d) are drawn: by name, of the library, or by a function."""

    def __init__(self, given: Any, dimension: int) -> None:
        self.given, self.dimension = given, dimension

    def __call__(self, count: int, rng: np.random.Generator) -> FloatArray:
        """Draw points, checked and in float64."""
        shape = (count, self.dimension)
        if isinstance(self.given, str):
            draw = rng.standard_normal if self.given == "normal" else rng.random
            return draw(shape, dtype=np.float32).astype(np.float64)
        points = require_real(self._drawn(count, rng), "what source returns")
        if points.shape != shape:
            raise ValueError(
                f"source returns an array of shape {points.shape}; expected {shape}: as many "
                "points as it is asked for, of as many numbers as sites have"
            )
        with np.errstate(over="ignore"):
            array = np.array(points, dtype=np.float64, order="C")
        k = first_not_finite(array)
        if k is not None or np.abs(array).max(initial=0.0) > _LARGEST:
            k = int(np.argmax(np.abs(array).max(axis=1))) if k is None else k
            raise ValueError(
                f"source returns a point, its {k}th, with the numbers {shown(array[k].tolist())}; "
                f"expected finite numbers, up to {_LARGEST:g} in size"
            )
        return array

    def _drawn(self, count: int, rng: np.random.Generator) -> Any:
        try:
            return _draw_of(self.given)(count, rng)
        except StopIteration as error:  # which would end the loop over blocks in silence
            raise ValueError(
                f"source raises StopIteration when it is asked for {count} points; expected so "
                "many, as often as it is asked: let it begin anew, or draw with rng.choice"
            ) from error


def as_sampled_source(value: Any, dimension: int) -> SampledSource:
    """Check a source for sites of a dimension."""
    if isinstance(value, str):
        if value not in NAMES:
            raise ValueError(f"source is {shown(value)}; {_EXPECTED}")
    elif isinstance(value, Source):
        refuse_torus(value, "solve_sampled")
        own = value.dimension
        if own != dimension:
            raise ValueError(
                f"source is {shown(value)}, of dimension {own}; expected one of dimension "
                f"{dimension}, as sites have"
            )
    elif isinstance(value, type) or not (
        callable(value) or callable(getattr(value, "sample", None))
    ):
        raise TypeError(f"source is {shown(value)}; {_EXPECTED}")
    else:
        _require_two_arguments(value)
    return SampledSource(value, dimension)


def _draw_of(given: Any) -> Any:
    """What is called with a count and a generator."""
    draw = getattr(given, "sample", None)
    return draw if callable(draw) else given


def _require_two_arguments(given: Any) -> None:
    """Raise TypeError if a function cannot be called with a count and a generator."""
    try:
        parameters = inspect.signature(_draw_of(given))
    except (TypeError, ValueError):  # some that are compiled have none to tell
        return
    try:
        parameters.bind(1, None)
    except TypeError as error:
        raise TypeError(
            f"source is {shown(given)}, which cannot be called with two arguments: {error}; "
            f"{_EXPECTED}"
        ) from None
