"""Which examples of a law the quick run looks at: some, and ``--long`` at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from itertools import product

import pytest


def first(count: int, values: Iterable) -> list:
    """Parameters of a test, of which the quick run takes so many."""
    return [
        value if k < count else pytest.param(value, marks=pytest.mark.long)
        for k, value in enumerate(values)
    ]


def combinations(*choices: Collection) -> list:
    """All combinations of parameters, of which the quick run takes some with every value in them.

    They are those whose places add up to a multiple of the largest number of choices.
    """
    most = max(map(len, choices))
    return [
        pytest.param(
            *(value for _, value in chosen),
            marks=[pytest.mark.long] if sum(place for place, _ in chosen) % most else [],
        )
        for chosen in product(*(list(enumerate(values)) for values in choices))
    ]
