"""How time and memory grow with the number of sites: ``growth.py N …``, a process for each.

Uniform sites, equal masses, one thread, from scratch to a relative error of 1e-6. Seconds are of
the processor. The last columns are the exponents of time and memory from one line to the next:
docs/large.md extrapolates from them.
"""

from __future__ import annotations

import math
import subprocess
import sys
import time
from pathlib import Path

import brenier
import problems
from solve_once import peak_bytes


def one(n: int) -> None:
    """Solve in this process, and print what it took; the arrays of sites are counted too."""
    sites = problems.sites("uniform", n)
    started = time.process_time()
    t = brenier.solve(sites, tol=1e-6)
    print(time.process_time() - started, peak_bytes(), t.nit)


def main(counts: list[int]) -> None:
    """Print a line for each number of sites."""
    print("    sites  steps   seconds     bytes a site    exponents of time, memory", flush=True)
    before = None
    for n in counts:
        command = [sys.executable, __file__, "--one", str(n)]
        printed = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd=Path(__file__).parent
        )
        seconds, peak, steps = (float(number) for number in printed.stdout.split())
        line = f"{n:>9,}  {steps:>5.0f}  {seconds:>8.2f}  {peak / n:>15.0f}"
        if before is not None:
            m, before_seconds, before_peak = before
            step = math.log(n / m)
            line += f"    {math.log(seconds / before_seconds) / step:.2f}"
            line += f", {math.log(peak / before_peak) / step:.2f}"
        print(line, flush=True)
        before = n, seconds, peak


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        one(int(sys.argv[2]))
    else:
        main([int(float(count)) for count in sys.argv[1:]])
