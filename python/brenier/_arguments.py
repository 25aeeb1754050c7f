"""Arguments that are single values: counts, numbers, seeds, threads."""

from __future__ import annotations

import math
import operator
import os
from typing import Any

import numpy as np

__all__ = ["as_count", "as_generator", "as_number", "as_workers"]


def as_count(value: Any, name: str, least: int = 0) -> int:
    """Check a number of things: an int, `least` or more."""
    try:
        count = operator.index(value)
    except TypeError:
        raise TypeError(f"{name} is {value!r}; expected an int") from None
    if count < least:
        raise ValueError(f"{name} is {count}; expected {least} or more")
    return count


def as_number(value: Any, name: str, least: float = -math.inf) -> float:
    """Check a real number: `least` or more if that is given, and infinite if it is too large."""
    if getattr(value, "requires_grad", False) is True:
        raise TypeError(f"{name} requires grad, which is lost here; pass {name}.detach()")
    try:
        array = np.asarray(value)
        if array.ndim != 0 or array.dtype.kind not in "fiubO":
            raise TypeError
        number = float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} is {value!r}; expected a number") from None
    except OverflowError:
        number = math.inf if value > 0 else -math.inf
    if least > -math.inf and not number >= least:
        raise ValueError(f"{name} is {value!r}; expected a number, {least:g} or more")
    return number


def as_generator(rng: Any) -> np.random.Generator:
    """Make a generator of None, a seed, or a generator."""
    if isinstance(rng, (int, np.integer)) and rng < 0:
        raise ValueError(f"rng is {rng}; expected a seed of 0 or more")
    if rng is None or isinstance(rng, (int, np.integer, np.random.Generator)):
        return np.random.default_rng(rng)
    raise TypeError(f"rng is {rng!r}; expected None, an int or a numpy.random.Generator")


def as_workers(value: Any) -> int:
    """Check a number of threads: 1 or more, or -1 for all processors."""
    try:
        workers = operator.index(value)
    except TypeError:
        raise TypeError(f"workers is {value!r}; expected an int") from None
    if workers == -1:
        return os.cpu_count() or 1
    if not 1 <= workers <= 4096:
        raise ValueError(f"workers is {workers}; expected a number of threads, or -1 for all")
    return workers
