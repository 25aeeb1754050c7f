"""Time one solver on uniform sites: ``python benchmarks/peers/run.py NAME N [N ...]``.

NAME is that of an adapter beside this file, ``with_NAME.py``. Peers ask for different versions of
Python and numpy, so each has an environment of its own, with brenier in it, which measures the
masses of every answer:

    python3.11 -m venv a; a/bin/pip install . POT "numpy<2"
    a/bin/pip install --only-binary pysdot pysdot
    python3.12 -m venv b; b/bin/pip install . sdot jax

Prints medians of 5 solves to a relative error of 1e-6, after one that is not counted.
"""

from __future__ import annotations

import importlib
import sys
import time

import brenier
import numpy as np

ERROR, REPEATS = 1e-6, 5


def main(name: str, *sizes: str) -> None:
    """Print a row for each size."""
    adapter = importlib.import_module(f"with_{name}")
    print(f"{'solver':<10}{'sites':>9}{'wall s':>10}{'CPU s':>10}{'error':>10}")
    for n in map(int, sizes):
        sites = np.random.default_rng(1).random((n, 2))
        weights, wall, cpu = adapter.solve(sites, ERROR), [], []
        for _ in range(REPEATS):
            started = time.perf_counter(), time.process_time()
            weights = adapter.solve(sites, ERROR)
            wall.append(time.perf_counter() - started[0])
            cpu.append(time.process_time() - started[1])
        error = np.max(np.abs(brenier.PowerDiagram(sites, weights).masses * n - 1))
        missed = "" if error <= 1.01 * ERROR else "  not to 1e-6"
        medians = f"{np.median(wall):10.3f}{np.median(cpu):10.3f}"
        print(f"{name:<10}{n:>9}{medians}{error:10.1e}{missed}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
