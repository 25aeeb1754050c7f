"""The targets of space, which ``build/release/bench/bench_space`` measures: its table's rows.

That program checks its answers, and makes sites and unit itself: uniform sites in the unit cube,
equal masses, from scratch to a relative error of 1e-6, one thread, and one build of the same points
by CGAL's ``Regular_triangulation_3``.
"""

from __future__ import annotations

import functools
import re
import subprocess
from typing import NamedTuple

import pytest
from targets import NONE, Goal, at_most
from timing import LIBRARIES, Seconds, rounds

ROW = r"{} +([\d.]+) +([\d.]+) +[\d.]+"


class Report(NamedTuple):
    """What the program prints."""

    build: Seconds
    diagram: Seconds
    solve: Seconds
    steps: int
    bytes_a_site: float


@functools.cache
def report(n: int, kind: str) -> Report:
    """Run the program, once for each input."""
    program = LIBRARIES / "bench_space"
    if not program.exists():
        raise FileNotFoundError(f"no bench_space in {LIBRARIES}: run ./dev bench, which builds it")
    command = [program, str(n), kind, "1e-6", str(min(rounds(n), 3 if n < 1_000_000 else 1))]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr

    def numbers(pattern):
        found = re.search(pattern, done.stdout)
        assert found, done.stdout
        return [float(x) for x in found.groups()]

    names = ("CGAL's build", "diagram with all masses", "solve")
    times = [Seconds(*numbers(ROW.format(name))) for name in names]
    (steps,), (memory,) = numbers(r"(\d+) steps"), numbers(r"([\d.]+) bytes a site")
    return Report(*times, int(steps), memory)


def test_solve_in_space(targets, n):
    done = report(n, "uniform")
    goals = {10_000: at_most(12, 8), 100_000: at_most(12, 8), 1_000_000: Goal("ends", "≤ 12")}
    note = f"{done.steps} steps"
    what = "space: `solve` / build"
    targets.add_ratio(what, n, done.solve, done.build, goals.get(n, NONE), note=note)


def test_diagram_in_space(targets, n):
    done = report(n, "uniform")
    goal = at_most(2, 1.6) if n == 1_000_000 else NONE
    what = "space: diagram with all masses / build"
    targets.add_ratio(what, n, done.diagram, done.build, goal)


def test_memory_in_space(targets, n):
    if n < 100_000:
        pytest.skip("the program would outweigh the sites")
    goal = Goal("≤ 1.6 KB", "") if n == 1_000_000 else NONE
    measured = f"{report(n, 'uniform').bytes_a_site / 1000:.2f} KB"
    targets.add("space: peak memory of the benchmark, a site", n, measured, goal)


def test_grains(targets):
    done = report(10_000, "grains")
    measured = f"{done.solve.cpu:.2f} s; {done.steps} steps"
    what = "space: grains, log-normal masses, σ = 0.5"
    targets.add(what, 10_000, measured, Goal("solved", "≤ 1 s"))


def test_clusters_in_space(targets, n):
    if n < 10_000:
        pytest.skip("fewer sites are solved without fewer ones still")
    done, even = report(n, "clusters"), report(n, "uniform")
    goal = Goal("solved", "≤ 3") if n == 100_000 else NONE
    what = "space: ten clusters, σ = 0.05: `solve` / of uniform sites"
    note = f"{done.steps} steps"
    targets.add_ratio(what, n, done.solve, even.solve, goal, note=note)
