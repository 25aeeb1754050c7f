"""Random transports, thousands of them, each held against brute force; and is memory given back?

python tests/python/programs/soak.py                                # a thousand
python tests/python/programs/soak.py --solves 10000 --seed 1 > log  # an hour or two
python tests/python/programs/soak.py --space                        # in three dimensions
python tests/python/programs/soak.py --replay soak-1-234.npz        # one that went wrong

Each problem is in its file while it is being solved and checked, and stays there if that fails, or
crashes. What is not solved, but has an excuse, gets a line.
"""

from __future__ import annotations

import argparse
import collections
import ctypes
import gc
import statistics
import sys
import time
import traceback
import warnings
from array import array
from dataclasses import dataclass, field
from pathlib import Path

import brenier
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))  # where the tests find their imports
from inputs.soak_problems import Problem, random_problem
from inputs.soak_sources import SOURCES, SPACE
from oracles.solution_checks import check_ending, check_solution

WINDOW = 100  # problems from one look at the memory to the next
SETTLED = 20  # windows until all that is kept once it was needed is there
FLAT = 0.02
AGAIN = 20  # so often a solve is repeated with other threads


def solve(problem, **changes):
    """The transport, what the callback was told, and the warnings."""
    told = []

    def callback(state):
        told.append((state.nit, state.max_relative_error))
        if state.nit == problem.stop_at:
            raise StopIteration

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        t = brenier.solve(
            problem.sites,
            problem.masses,
            problem.source,
            initial_weights=problem.initial_weights,
            callback=callback,
            **{**problem.options, **changes},
        )
    return t, told, [w.message for w in caught]


@dataclass(frozen=True)
class Outcome:
    """What became of a problem."""

    problem: Problem
    status: str
    steps: int
    error: float
    gap: float  # by which the error by brute force is more than that
    excuse: str  # for not being solved
    solving: float  # seconds of CPU
    checking: float

    def __str__(self):
        kind = ", ".join(self.problem.kind)
        return (
            f"{kind}, {len(self.problem.sites)} sites: {self.status} after {self.steps} steps, "
            f"error {self.error:.1e} {self.excuse}"
        )


def run(problem, again=False):
    """Solve a problem, and check all that must hold."""
    start = time.process_time()
    t, told, warned = solve(problem)
    solved = time.process_time()
    check_ending(problem, t, told, warned)
    checked = check_solution(problem, t)
    if again:
        other, _, _ = solve(problem, workers=1 + problem.options["workers"] % 3)
        assert np.array_equal(other.weights, t.weights)
        assert np.array_equal(other.history.error, t.history.error)
    excuse = "" if t.success else excuse_for(problem, t, checked.precision)
    assert t.success or excuse, f"{t.status}: {t.max_relative_error:.1e} after {t.nit} steps"
    end = time.process_time()
    return Outcome(
        problem,
        str(t.status),
        t.nit,
        t.max_relative_error,
        checked.gap,
        excuse,
        solved - start,
        end - solved,
    )


def excuse_for(problem, t, precision):
    """Why a problem need not be solved; empty if it has to be."""
    if t.status == "stopped" or "max_iter" in problem.options:
        return "(cut short)"
    if t.max_relative_error < 100 * precision:
        return "(beyond double precision)"
    if problem.masses is not None:
        given = problem.masses[problem.masses > 0]
        if given.max() > 1e4 * given.min():
            return "(masses over more than four decades)"
    return ""


@dataclass
class Tally:
    """Sums over outcomes; these are not kept, as memory is watched."""

    steps: array = field(default_factory=lambda: array("i"))
    endings: collections.Counter = field(default_factory=collections.Counter)
    solving: float = 0.0
    checking: float = 0.0

    def add(self, outcome):
        self.steps.append(outcome.steps)
        self.endings[outcome.status] += 1
        self.solving += outcome.solving
        self.checking += outcome.checking

    def row(self, name):
        endings = ", ".join(f"{status} {n}" for status, n in self.endings.most_common())
        median = statistics.median(self.steps)
        seconds = f"{self.solving:>10.1f}{self.checking:>10.1f}"
        return f"{name:<16}{len(self.steps):>8}{median:>8.0f}{seconds}  {endings}"


def resident_mebibytes():
    """Memory that is in use, once what is free has been given back to the system."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    raise OSError("this needs the /proc of Linux")


def memory_levels(memory):
    """The medians of the first and of the last quarter, once all is there that is kept for good.

    From one window to the next it goes up and down by a few per cent, with the sizes of problems.
    """
    settled = memory[SETTLED:]
    quarter = max(1, len(settled) // 4)
    return statistics.median(settled[:quarter]), statistics.median(settled[-quarter:])


def soak(args):
    """Run the problems; return how many went wrong."""
    tallies = collections.defaultdict(Tally)
    failures, memory, worst_gap = 0, [], -np.inf
    start = time.monotonic()
    for number in range(args.first, args.first + args.solves):
        if time.monotonic() - start > args.seconds:
            break
        problem = random_problem(args.seed, number, args.most, SPACE if args.space else SOURCES)
        file = args.directory / f"soak-{args.seed}-{number}.npz"
        np.savez(file, **problem.to_arrays())
        try:
            outcome = run(problem, again=number % AGAIN == 0)
        except Exception:
            failures += 1
            kind = ", ".join(problem.kind)
            print(f"{file}: {kind}, {len(problem.sites)} sites", traceback.format_exc(), flush=True)
        else:
            file.unlink()
            worst_gap = max(worst_gap, outcome.gap)
            for name in (*problem.kind, "all"):
                tallies[name].add(outcome)
            if outcome.excuse not in ("", "(cut short)"):
                print(f"{number}: {outcome}", flush=True)
        if (number + 1 - args.first) % WINDOW == 0:
            memory.append(resident_mebibytes())
            print(
                f"{number + 1 - args.first} problems, {failures} failures, "
                f"{time.monotonic() - start:.0f} s, {memory[-1]:.1f} MiB",
                flush=True,
            )
    print(f"\n{'kind':<16}{'solves':>8}{'steps':>8}{'CPU s':>10}{'checks':>10}  endings")
    for name in sorted(tallies, key=lambda name: name == "all"):
        print(tallies[name].row(name))
    print(f"largest excess over the reported error: {worst_gap:.1e}")
    if len(memory) >= 2 * SETTLED:
        early, late = memory_levels(memory)
        print(f"memory: {early:.1f} MiB once settled, {late:.1f} MiB at the end")
        if late > (1 + FLAT) * early:
            failures += 1
            print("memory grows")
    print(f"{failures} failures")
    return failures


def replay(file):
    """Run the problem in a file."""
    with np.load(file) as arrays:
        print(run(Problem.from_arrays(dict(arrays)), again=True))


def arguments(given=None):
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--solves", type=int, default=1000, help="how many (default 1000)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--first", type=int, default=0, help="number of the first problem")
    parser.add_argument("--most", type=int, default=2000, help="most sites (default 2000)")
    parser.add_argument("--space", action="store_true", help="boxes, tori and polyhedra in space")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many")
    parser.add_argument("--directory", type=Path, default=Path(), help="for what goes wrong")
    parser.add_argument("--replay", type=Path, metavar="FILE")
    return parser.parse_args(given)


def main():
    args = arguments()
    if args.replay:
        replay(args.replay)
    elif soak(args):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
