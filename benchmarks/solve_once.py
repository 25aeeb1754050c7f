"""Solve n uniform sites in this process, and tell what it took: ``solve_once.py N WORKERS``."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import brenier
import numpy as np
import problems


def peak_bytes() -> int:
    """Return the largest resident size that this process has had.

    Not by getrusage where there is a choice: on Linux a new program inherits there the peak of the
    process that started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return 1024 * int(line.split()[1])
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main(n: int, workers: int) -> None:
    """Print name=value pairs; the error is computed anew, after the peak of the solve was read."""
    sites = problems.sites("uniform", n)
    started = time.perf_counter()
    transport = brenier.solve(sites, tol=1e-6, workers=workers)
    seconds = time.perf_counter() - started
    print(f"seconds={seconds} peak_bytes={peak_bytes()}")
    print(f"error={np.max(np.abs(transport.diagram.masses * n - 1))}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
