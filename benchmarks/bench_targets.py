"""The targets of speed and memory, one test each; prints a table to paste into a page.

Every ratio is of medians in this process, on the same points, measured by turns. With one thread it
is of processor times, which other programs disturb less; with two, of wall-clock times. "Build" is
one build of the same points by CGAL (timing.CgalBuild). Unless said otherwise the sites are uniform
in the square, their masses equal, and the solve is from scratch, to a relative error of 1e-6, with
default options. Memory is that of a process of its own.
"""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import warnings
from pathlib import Path

import brenier
import numpy as np
import problems
import pytest
from scipy.spatial import cKDTree
from targets import NONE, Goal, at_most, size
from timing import CgalBuild, medians, rounds

TOL = 1e-6


def assert_is_solved(transport):
    masses = transport.diagram.masses
    assert transport.success
    assert np.max(np.abs(masses / transport.masses - 1)) <= TOL + 1e-12
    assert masses.sum() == pytest.approx(1, abs=1e-10)


def solve(sites, **options):
    return brenier.solve(sites, tol=TOL, **options)


# --- a solve in builds ---------------------------------------------------------------------------

GOALS = {
    1: {1_000: at_most(25, 10), 100_000: at_most(15, 8), 1_000_000: at_most(15, 8)},
    2: {100_000: at_most(11, 6), 1_000_000: at_most(11, 6)},
}


@pytest.mark.parametrize("workers", [1, 2], ids=["one thread", "two threads"])
def test_solve(targets, n, sites, workers):
    transports = []

    def run():
        transports[:] = [solve(sites, workers=workers)]

    ours, unit = medians(rounds(n), run, CgalBuild(sites))
    assert_is_solved(transports[0])
    what = "`solve` / build, " + ("one thread" if workers == 1 else "two threads")
    note = f"{transports[0].nit} steps"
    goal = GOALS[workers].get(n, NONE)
    targets.add_ratio(what, n, ours, unit, goal, wall=workers > 1, note=note)


def test_growth(targets, n, sites):
    if n < 100_000:
        pytest.skip("growth is from 1e5 on")
    tenth = problems.sites("uniform", n // 10)
    whole, part = medians(min(rounds(n), 3), lambda: solve(sites), lambda: solve(tenth))
    goal = at_most(14, 11) if n == 1_000_000 else NONE
    targets.add_ratio(f"time of n / time of {size(n // 10)}", n, whole, part, goal)


# --- a diagram in builds -------------------------------------------------------------------------


def test_masses(targets, n, sites):
    """The weights are small enough to hide at most a few sites in a hundred."""
    weights = np.random.default_rng(2).uniform(0, 0.1 / n, n)
    diagram = brenier.PowerDiagram(sites, weights)
    assert diagram.masses.sum() == pytest.approx(1, abs=1e-10)
    assert np.all(diagram.masses[diagram.hidden] == 0)
    build = CgalBuild(sites, weights, hidden=len(diagram.hidden))
    ours, unit = medians(rounds(n), lambda: brenier.PowerDiagram(sites, weights).masses, build)
    goal = at_most(1.6, 1.3) if n == 1_000_000 else NONE
    note = f"weights uniform in [0, 0.1/n], {100 * len(diagram.hidden) / n:.2g} % hidden"
    targets.add_ratio("`PowerDiagram(…).masses` / build", n, ours, unit, goal, note=note)


# --- periodic boxes ------------------------------------------------------------------------------


def test_periodic(targets, n, sites):
    torus, transports = brenier.Uniform(periodic=True), []

    def run():
        transports[:] = [solve(sites, source=torus)]

    ours, box = medians(rounds(n), run, lambda: solve(sites))
    assert_is_solved(transports[0])
    copies = transports[0].diagram._diagram.copy_count / n
    note = f"{copies - 1:.0%} more copies"
    goal = at_most(1.6, 1.25) if n == 100_000 else NONE
    targets.add_ratio("periodic: `solve` / of the box", n, ours, box, goal, note=note)


def test_periodic_in_space(targets, n):
    pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")
    if n > 100_000:
        pytest.skip("up to 1e5 in space")
    sites, transports = np.random.default_rng(0).random((n, 3)), []
    cube = ((0, 0, 0), (1, 1, 1))
    torus = brenier.Uniform(cube, periodic=True)

    def run():
        transports[:] = [solve(sites, source=torus)]

    ours, box = medians(min(rounds(n), 3), run, lambda: solve(sites))
    assert_is_solved(transports[0])
    goal = at_most(1.6, 1.25) if n == 100_000 else NONE
    targets.add_ratio("periodic in space: `solve` / of the box", n, ours, box, goal)


# --- difficult inputs ----------------------------------------------------------------------------


def test_clusters(targets, n, sites):
    clustered, transports = problems.sites("clusters", n), []

    def run():
        transports[:] = [solve(clustered)]

    repeats = 3 if n <= 100_000 else 1
    ours, uniform = medians(repeats, run, lambda: solve(sites), warm_up=n < 100_000)
    assert_is_solved(transports[0])
    goal = at_most(3, 1.5) if n == 100_000 else NONE
    note = f"{transports[0].nit} steps"
    what = "ten clusters, σ = 0.02: `solve` / of uniform sites"
    targets.add_ratio(what, n, ours, uniform, goal, note=note)


@pytest.mark.parametrize(
    ("kind", "count", "what"),
    [
        ("tiny_disc", 1_000, "sites in a disc of radius 1e-3 outside the square"),
        ("heavy", 10_000, "one heavy mass of 0.5"),
        ("spread", 10_000, "masses spread over 1e6:1, log-uniform"),
    ],
    ids=["tiny disc", "heavy", "spread"],
)
def test_difficult(targets, kind, count, what):
    """Evaluations are not in the public result, hence `_core`."""
    sites, masses = problems.sites(kind, count), problems.masses(kind, count)
    problem = brenier._core.Problem(sites, masses, brenier.Uniform()._core)
    result = problem.solve(TOL, 100, None, 1, None)
    steps = len(result.history[0]) - 1
    status = "solved" if result.status == "converged" else f"NOT solved ({result.status})"
    measured = f"{status}: {steps} steps, {result.evaluations} evaluations"
    targets.add(what, count, measured, Goal("solved", "≤ 25 evaluations"))
    with warnings.catch_warnings():
        warnings.simplefilter("error", brenier.ConvergenceWarning)
        assert_is_solved(brenier.solve(sites, masses, tol=TOL))


# --- memory --------------------------------------------------------------------------------------


def report_of_child(n, workers):
    """What solve_once.py says of a solve in a process of its own."""
    command = [sys.executable, Path(__file__).parent / "solve_once.py", str(n), str(workers)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"exit status {done.returncode}: {done.stderr}"
    return {name: float(value) for name, value in (w.split("=") for w in done.stdout.split())}


def test_memory(targets, n):
    if n < 100_000:
        pytest.skip("the interpreter would outweigh the sites")
    report = report_of_child(n, workers=1)
    assert report["error"] <= TOL
    goal = Goal("≤ 1.5 KB", "≤ 0.8 KB") if n == 1_000_000 else NONE
    measured = f"{report['peak_bytes'] / n / 1000:.2f} KB"
    targets.add("peak memory of the whole process, a site", n, measured, goal)


def test_ten_million(targets, request):
    if not request.config.getoption("--huge"):
        pytest.skip("needs --huge")
    n, what = 10_000_000, "uniform sites, two threads"
    goal = Goal("ends, in memory", "in 24 GiB, error 1e-6")
    try:
        report = report_of_child(n, workers=2)
    except AssertionError as error:
        targets.add(what, n, f"FAILED, {str(error).splitlines()[0]}", goal)
        raise
    gibibytes = report["peak_bytes"] / 2**30
    measured = f"{report['seconds']:.0f} s, {gibibytes:.1f} GiB, error {report['error']:.1e}"
    targets.add(what, n, measured, goal)
    assert report["error"] <= TOL


# --- what follows a solve ------------------------------------------------------------------------


def test_warm_start(targets, n, sites):
    """Both coordinates of each site move by a Gaussian of that deviation."""
    before = solve(sites).weights
    moved = sites + np.random.default_rng(3).normal(scale=0.01 * n**-0.5, size=(n, 2))
    transports = []

    def run():
        transports[:] = [solve(moved, initial_weights=before)]

    warm, cold = medians(min(rounds(n), 9), run, lambda: solve(moved))
    assert_is_solved(transports[0])
    goal = at_most(0.5, 0.25) if n == 100_000 else NONE
    what = "sites moved by 1 % of their spacing: warm / cold `solve`"
    targets.add_ratio(what, n, warm, cold, goal, note=f"{transports[0].nit} steps")


def test_index(targets, n, sites):
    """Diagram and scipy's tree are there before; all else that `index` needs counts."""
    transport = solve(sites)
    tree, queries = cKDTree(sites), np.random.default_rng(4).random((n, 2))
    repeats = min(rounds(n), 7)
    fresh = [dataclasses.replace(transport) for _ in range(repeats + 1)]
    assert all(t.diagram.masses.size == n for t in fresh)
    found = transport.index(queries)
    for x, i in zip(queries[:100], found, strict=False):
        powers = np.sum((sites - x) ** 2, axis=1) - transport.weights
        assert powers[i] <= powers.min() + 1e-14
    ours, scipy = medians(repeats, lambda: fresh.pop().index(queries), lambda: tree.query(queries))
    goal = at_most(1.5, 0.7) if n == 1_000_000 else NONE
    targets.add_ratio("`t.index(x)`, n points / `cKDTree.query`", n, ours, scipy, goal)
