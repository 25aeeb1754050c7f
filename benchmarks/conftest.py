"""Options, sizes and points of the benchmarks, and the table of targets; run by ``./dev bench``."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import problems
import pytest
from pytest_benchmark.fixture import BenchmarkFixture
from targets import Targets
from timing import rounds

SMALL, LARGE = (1_000, 10_000, 100_000), (1_000_000,)
TARGETS = pytest.StashKey[Targets]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --large and --huge."""
    parser.addoption("--large", action="store_true", help="also a million sites (half an hour)")
    parser.addoption("--huge", action="store_true", help="also ten million, in bench_targets.py")


def pytest_configure(config: pytest.Config) -> None:
    """Begin the table."""
    config.stash[TARGETS] = Targets()


def sizes(config: pytest.Config) -> tuple[int, ...]:
    """Return the numbers of sites that the options ask for."""
    return SMALL + LARGE if config.getoption("--large") else SMALL


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what takes an ``n`` at each of the sizes."""
    if "n" in metafunc.fixturenames:
        metafunc.parametrize("n", sizes(metafunc.config))


@pytest.fixture
def sites(n: int) -> np.ndarray:
    """Return n points, uniform in the unit square."""
    return problems.sites("uniform", n)


@pytest.fixture
def timed(benchmark: BenchmarkFixture, request: pytest.FixtureRequest, n: int) -> Callable:
    """Return a function that calls another and times it, in the group that its module names."""
    benchmark.group = request.module.GROUP.format(n=n)

    def run(function, *args, **kwargs):
        count = min(rounds(n), 3 if n > 10_000 else 9)
        return benchmark.pedantic(function, args, kwargs, rounds=count, warmup_rounds=n <= 10_000)

    return run


@pytest.fixture
def targets(request: pytest.FixtureRequest) -> Targets:
    """Return the table of this session."""
    return request.config.stash[TARGETS]


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the table after everything else."""
    table = terminalreporter.config.stash[TARGETS]
    if table.rows:
        terminalreporter.section("targets")
        terminalreporter.write_line(table.markdown())
