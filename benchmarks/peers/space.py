"""Time sdot against brenier in space: ``python benchmarks/peers/space.py PYTHON N [N ...]``.

PYTHON is an interpreter that has sdot, of which a version for this one need not exist:

    python3.12 -m venv /tmp/sdot && /tmp/sdot/bin/pip install sdot jax
    python benchmarks/peers/space.py /tmp/sdot/bin/python 10000 100000

Both solve by turns, each in a process of its own, the same uniform sites in the unit cube with
equal masses, from scratch to a relative error of 1e-6, with one thread. What is printed are medians
of ``--repeats`` processes by processor time, in each after a smaller solve that does not count, and
their ratio. The errors of both are those of the masses that brenier's `PowerDiagram` computes from
their weights.
"""

from __future__ import annotations

import argparse
import importlib
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ERROR = 1e-6
HERE = Path(__file__).parent


def child(name: str, n: int, path: str) -> None:
    """Solve, write the weights, and print processor and wall-clock seconds."""
    import numpy as np

    solve = importlib.import_module(f"with_{name}").solve
    sites = np.random.default_rng(1).random((n, 3))
    solve(sites[:1000], ERROR, 1)
    cpu, wall = time.process_time(), time.perf_counter()
    weights = solve(sites, ERROR, 1)
    print(time.process_time() - cpu, time.perf_counter() - wall)
    np.save(path, weights)


def run(python: str, name: str, n: int, folder: str) -> tuple[float, float]:
    """Return processor time and error of a solve in a process of its own."""
    import brenier
    import numpy as np

    path = str(Path(folder) / "weights.npy")
    threads = ("LOOM_NB_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")
    command = [python, __file__, "--child", name, path, str(n)]
    environment = {**os.environ, **dict.fromkeys(threads, "1")}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    sites = np.random.default_rng(1).random((n, 3))
    masses = brenier.PowerDiagram(sites, np.load(path)).masses
    return float(done.stdout.split()[-2]), float(np.max(np.abs(n * masses - 1)))


def main() -> None:
    """Print a row for each size."""
    if sys.argv[1] == "--child":
        if hasattr(os, "sched_setaffinity"):
            os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])
        return child(sys.argv[2], int(sys.argv[4]), sys.argv[3])
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("python")
    parser.add_argument("sizes", nargs="+", type=int, metavar="N")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for n in options.sizes:
            pairs = [
                (run(options.python, "sdot", n, folder), run(sys.executable, "brenier", n, folder))
                for _ in range(options.repeats)
            ]
            theirs, ours = (statistics.median(pair[k][0] for pair in pairs) for k in (0, 1))
            errors = [max(pair[k][1] for pair in pairs) for k in (0, 1)]
            print(
                f"{n}: {theirs / ours:.1f} = {theirs:.3g} s / {ours:.3g} s; "
                f"errors {errors[0]:.0e} / {errors[1]:.0e}",
                flush=True,
            )


if __name__ == "__main__":
    main()
