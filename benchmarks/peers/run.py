"""Time another solver against brenier: ``python benchmarks/peers/run.py NAME N [N ...]``.

NAME is that of an adapter beside this file, ``with_NAME.py``: sdot, pysdot or pot. Both solve by
turns, in one process, the same uniform sites with equal masses, from scratch to a relative error of
1e-6, with the same number of threads (``--workers``, 2 by default); what is printed are medians of
``--repeats`` (5) solves by wall-clock time, after one that does not count, and their ratio. The
errors of both are those of the masses that brenier's `PowerDiagram` computes from their weights.

Peers ask for different versions of Python and numpy, so each has an environment of its own. In the
root of a checkout, with the system packages that ``./dev test`` installs:

    python3.12 -m venv build/sdot                        # or a newer Python
    build/sdot/bin/pip install sdot jax .
    build/sdot/bin/python benchmarks/peers/run.py sdot 1000 10000 100000 1000000

    python3.11 -m venv build/peers
    build/peers/bin/pip install --only-binary pysdot pysdot POT "numpy<2" .
    build/peers/bin/python benchmarks/peers/run.py pysdot 1000 10000 100000
    build/peers/bin/python benchmarks/peers/run.py pot --workers 1 1000
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from importlib.metadata import version
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

ERROR = 1e-6


def parse() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=("sdot", "pysdot", "pot"))
    parser.add_argument("sizes", nargs="+", type=int, metavar="N")
    parser.add_argument("--workers", type=int, default=2, help="threads of both (default: 2)")
    parser.add_argument("--repeats", type=int, default=5, help="solves of both (default: 5)")
    parser.add_argument("--kind", default="uniform", help="of the sites: see problems.py")
    return parser.parse_args()


def limit_threads(workers: int) -> None:
    """Keep every library in this process to so many; before any of them is imported."""
    for name in ("LOOM_NB_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(workers)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:workers])


def main(options: argparse.Namespace) -> None:
    """Print a table with a row for each size."""
    import brenier
    import numpy as np
    import problems
    from targets import HEADER, NONE, Goal, Targets, line
    from timing import medians

    adapters = [importlib.import_module(f"with_{name}") for name in (options.name, "brenier")]
    names = [f"{adapter.DISTRIBUTION} {version(adapter.DISTRIBUTION)}" for adapter in adapters]
    table = Targets()
    print(HEADER, flush=True)
    for n in options.sizes:
        sites = problems.sites(options.kind, n)
        weights = [np.zeros(n)] * 2

        def solve(k, sites=sites, weights=weights):
            weights[k] = adapters[k].solve(sites, ERROR, options.workers)

        theirs, ours = medians(options.repeats, lambda: solve(0), lambda: solve(1))
        masses = [brenier.PowerDiagram(sites, w).masses for w in weights]
        errors = [float(np.max(np.abs(m * n - 1))) for m in masses]
        note = (
            f"CPU {theirs.cpu:.3g} s / {ours.cpu:.3g} s; errors {errors[0]:.0e} / {errors[1]:.0e}"
        )
        if max(errors) > 1.01 * ERROR:
            note += ", NOT to 1e-6"
        threads = f"{options.workers} thread" + "s" * (options.workers > 1)
        what = f"{names[0]} / {names[1]}, {options.kind} sites, {threads}"
        is_target = options.name == "sdot" and options.workers == 2 and n in (10**5, 10**6)
        goal = Goal("≥ 4", "≥ 8") if is_target else NONE
        table.add_ratio(what, n, theirs, ours, goal, wall=True, note=note)
        print(line(table.rows[-1]), flush=True)
    print("", table.circumstances(), sep="\n")


if __name__ == "__main__":
    arguments = parse()
    limit_threads(arguments.workers)
    main(arguments)
