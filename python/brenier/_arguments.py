"""Arguments that are single values: counts, numbers, words, seeds, threads."""

from __future__ import annotations

import math
import operator
import os
import reprlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

__all__ = [
    "as_choice",
    "as_count",
    "as_flag",
    "as_generator",
    "as_int",
    "as_number",
    "as_path",
    "as_size",
    "as_workers",
    "require_instance",
    "shown",
]

_MOST_POINTS = 2**56  # that addresses could be given to

_SHORT = reprlib.Repr()
_SHORT.maxstring = _SHORT.maxother = 60


def shown(value: Any) -> str:
    """Show a value that is not what it should be, in a few words whatever it is."""
    kind = type(value)
    name = kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"
    shape = getattr(value, "shape", None)
    if isinstance(shape, tuple) and shape:
        return f"a {name} of shape {tuple(shape)}"
    try:
        return _SHORT.repr(value)
    except Exception:  # of any kind, as it is the value's own
        return f"a {name}"


def require_instance(value: Any, name: str, kinds: type | tuple[type, ...], expected: str) -> None:
    """Check that a value is of one of our own classes."""
    if not isinstance(value, kinds):
        raise TypeError(f"{name} is {shown(value)}; expected {expected}")


def as_choice(value: Any, name: str, choices: Sequence[str]) -> str:
    """Check a word: one of those that there are."""
    if isinstance(value, str) and value in choices:
        return str(value)
    raise ValueError(f"{name} is {shown(value)}; expected one of {', '.join(choices)}")


def as_flag(value: Any, name: str) -> bool:
    """Check what is true or false, not a word or a sequence, which is true unless it is empty."""
    try:
        if not isinstance(value, (str, bytes, list, tuple, dict, set)):
            return bool(value)
    except Exception:  # of any kind, as it is the value's own
        pass
    raise TypeError(f"{name} is {shown(value)}; expected True or False")


def as_int(value: Any, name: str) -> int:
    """Check an int of any size."""
    try:
        if not isinstance(value, np.bool_):  # for NumPy 1 that is an int, with a warning
            return operator.index(value)
    except TypeError:
        pass
    raise TypeError(f"{name} is {shown(value)}; expected an int")


def as_count(value: Any, name: str, least: int = 0) -> int:
    """Check a number of things: an int, `least` or more."""
    count = as_int(value, name)
    if count < least:
        raise ValueError(f"{name} is {shown(count)}; expected {least} or more")
    return count


def as_size(value: Any, name: str, least: int = 0) -> int:
    """Check a number of things that are kept in memory."""
    count = as_count(value, name, least)
    if count > _MOST_POINTS:
        raise ValueError(f"{name} is {shown(count)}; expected no more than memory can hold")
    return count


def as_path(value: Any, name: str) -> Path:
    """Check a file's name: a str, bytes, or what has ``__fspath__``."""
    try:
        text = os.fsdecode(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} is {shown(value)}; expected the name of a file") from None
    if not text or "\0" in text:
        raise ValueError(f"{name} is {text!r}; expected the name of a file")
    return Path(text)


def as_number(value: Any, name: str, least: float = -math.inf) -> float:
    """Check a real number: `least` or more if that is given, and infinite if it is too large."""
    if getattr(value, "requires_grad", False) is True:
        raise TypeError(f"{name} requires grad, which is lost here; pass {name}.detach()")
    try:
        array = np.asarray(value)
        if array.ndim != 0 or array.dtype.kind not in "fiubO":
            raise TypeError
        number = float(value)
    except OverflowError:
        number = math.inf if value > 0 else -math.inf
    except Exception:  # of any kind, as it is the value's own
        raise TypeError(f"{name} is {shown(value)}; expected a number") from None
    if least > -math.inf and not number >= least:
        raise ValueError(f"{name} is {number!r}; expected a number, {least:g} or more")
    return number


def as_generator(rng: Any) -> np.random.Generator:
    """Make a generator of None, a seed, or a generator, of numpy's older kind too."""
    if isinstance(rng, (int, np.integer)) and rng < 0:
        raise ValueError(f"rng is {shown(rng)}; expected a seed of 0 or more")
    if rng is None or isinstance(rng, (int, np.integer, np.random.Generator)):
        return np.random.default_rng(rng)
    if isinstance(rng, np.random.RandomState):
        return np.random.Generator(rng._bit_generator)
    raise TypeError(f"rng is {shown(rng)}; expected None, an int or a numpy.random.Generator")


def as_workers(value: Any) -> int:
    """Check a number of threads: 1 or more, or -1 for all processors."""
    workers = as_int(value, "workers")
    if workers == -1:
        return os.cpu_count() or 1
    if not 1 <= workers <= 4096:
        raise ValueError(
            f"workers is {shown(workers)}; expected a number of threads, or -1 for all"
        )
    return workers
