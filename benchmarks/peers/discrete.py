"""Time exact discrete transport of a sampled source beside the semi-discrete problem itself.

    build/peers/bin/python benchmarks/peers/discrete.py 100 300 1000 3000    # see run.py

n uniform sites with equal masses. POT's `emd2` gets n points drawn from the unit square in place of
the square; the error is that of its cost. Processor time of one thread, the median over five draws.
"""

from __future__ import annotations

import os
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

import brenier
import numpy as np
import ot


def seconds(function):
    """What a function takes and returns."""
    start = time.process_time()
    result = function()
    return time.process_time() - start, result


def main() -> None:
    """Print a row for each size."""
    print("| n | POT `emd2` | its error | brenier `solve` |\n| --- | --- | --- | --- |")
    for n in map(int, sys.argv[1:]):
        sites = np.random.default_rng(0).random((n, 2))
        brenier.solve(sites, tol=1e-6)
        ours = [seconds(lambda s=sites: brenier.solve(s, tol=1e-6)) for _ in range(5)]
        exact = ours[0][1].cost
        theirs = []
        for seed in range(1, 6):
            points = np.random.default_rng(seed).random((n, 2))
            theirs.append(seconds(lambda p=points, s=sites: ot.emd2([], [], ot.dist(p, s))))
        errors = [cost / exact - 1 for _, cost in theirs]
        print(
            f"| {n:,} | {np.median([t for t, _ in theirs]):.3g} s"
            f" | {np.sqrt(np.mean(np.square(errors))):.0%}"
            f" | {np.median([t for t, _ in ours]):.3g} s |",
            flush=True,
        )


if __name__ == "__main__":
    main()
