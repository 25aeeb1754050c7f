"""Options and points of the benchmarks; run them with ``./dev bench``."""

from __future__ import annotations

import numpy as np
import pytest

SMALL, LARGE = (1_000, 10_000), (100_000, 1_000_000)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --large."""
    parser.addoption("--large", action="store_true", help="sizes up to a million sites (minutes)")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what takes an ``n`` at each of the sizes."""
    if "n" in metafunc.fixturenames:
        large = metafunc.config.getoption("--large")
        metafunc.parametrize("n", SMALL + LARGE if large else SMALL)


@pytest.fixture
def sites(n: int) -> np.ndarray:
    """Return n points, uniform in the unit square."""
    return np.random.default_rng(1).random((n, 2))
