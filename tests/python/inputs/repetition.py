"""Which examples of a law the quick run looks at."""

from __future__ import annotations

from collections.abc import Iterable

import pytest


def first(count: int, values: Iterable) -> list:
    """Parameters of a test: ``count`` in the quick run, all with ``--long``."""
    return [
        value if k < count else pytest.param(value, marks=pytest.mark.long)
        for k, value in enumerate(values)
    ]
