"""Time pyamg on a Newton system: ``python benchmarks/peers/amg.py N [N ...]``.

The system is the first of a solve with uniform sites. Its matrix is ``PowerDiagram.hessian()``, its
right-hand side what the masses lack. ``bench_linear`` times ours on sites of the same kind:

    python3.11 -m venv a; a/bin/pip install . pyamg

Prints set-up and solution to relative residuals of 1e-2 and 1e-8: medians of 3 processor times.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import brenier
import numpy as np
import pyamg
from scipy.sparse import csr_matrix

REPEATS = 3
METHODS: dict[str, Callable[[csr_matrix], Any]] = {
    "smoothed aggregation": lambda a: pyamg.smoothed_aggregation_solver(a, max_coarse=200),
    "Ruge-Stüben": lambda a: pyamg.ruge_stuben_solver(a, max_coarse=200),
    "pairwise aggregation": lambda a: pyamg.pairwise_solver(a, max_coarse=200),
}


def timed(run: Callable[[], Any]) -> tuple[float, Any]:
    """The median processor time, and the last result."""
    seconds, result = [], None
    for _ in range(REPEATS):
        started = time.process_time()
        result = run()
        seconds.append(time.process_time() - started)
    return float(np.median(seconds)), result


def main(*sizes: str) -> None:
    """Print a row for each size and method."""
    print(f"{'method':<22}{'sites':>9}{'set-up s':>10}{'1e-2 s':>9}{'1e-8 s':>9}{'steps':>7}")
    for n in map(int, sizes):
        diagram = brenier.PowerDiagram(np.random.default_rng(1).random((n, 2)))
        matrix = csr_matrix(diagram.hessian())
        b = 1 / n - diagram.masses
        b -= b.mean()
        for name, method in METHODS.items():
            setup, solver = timed(lambda method=method, a=matrix: method(a))
            row = f"{name:<22}{n:>9}{setup:10.3f}"
            residuals: list[float] = []
            missed = ""
            for tolerance in (1e-2, 1e-8):
                seconds, x = timed(
                    lambda t=tolerance, s=solver, rhs=b, r=residuals: s.solve(
                        rhs, tol=t, maxiter=300, accel="cg", residuals=r
                    )
                )
                row += f"{seconds:9.3f}"
                if np.linalg.norm(b - matrix @ x) > 1.01 * tolerance * np.linalg.norm(b):
                    missed = f"  not to {tolerance:g}"
            print(f"{row}{len(residuals) - 1:7}{missed}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
