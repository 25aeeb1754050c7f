"""The whole solve, against one build of the triangulation of as many sites by CGAL."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import brenier
import numpy as np
import pytest

PROGRAM = Path(__file__).parent.parent / "build/release/bench/bench_solve"


class ReportedSeconds:
    """A timer for pytest-benchmark that shows what a program says that it has taken."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def in_group(benchmark, n):
    benchmark.group = f"solve, {n} uniform sites, tol 1e-8"
    return benchmark


def rounds(n):
    return 5 if n <= 10_000 else 3 if n <= 100_000 else 1


def assert_is_solved(transport):
    assert transport.success
    masses = transport.diagram.masses
    assert np.max(np.abs(masses * len(masses) - 1)) <= 1e-8 + 1e-12
    assert masses.sum() == pytest.approx(1.0, abs=1e-10)


def test_brenier_solve(in_group, n, sites):
    transport = in_group.pedantic(brenier.solve, args=(sites,), rounds=rounds(n))
    assert_is_solved(transport)


def test_brenier_solve_again(in_group, n, sites):
    """From the weights of sites that have moved by a thousandth of their distance."""
    before = brenier.solve(sites)
    moved = sites + np.random.default_rng(3).normal(scale=0.001 * n**-0.5, size=sites.shape)
    transport = in_group.pedantic(
        brenier.solve,
        args=(moved,),
        kwargs={"initial_weights": before.weights},
        rounds=rounds(n),
    )
    assert_is_solved(transport)


timer = ReportedSeconds()


@pytest.mark.benchmark(timer=timer)
def test_baseline_cgal_build(in_group, n):
    if not PROGRAM.exists():
        pytest.skip("bench_solve is not built: cmake --preset release, target bench_build")

    def build():
        command = [PROGRAM, str(n), "uniform", "1e-2", str(rounds(n))]
        report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        timer.now += float(re.search(r"^CGAL build +([\d.]+)", report, re.MULTILINE)[1])

    in_group.pedantic(build, rounds=1)  # of the program, which tells a median
    assert in_group.stats.stats.min > 0
