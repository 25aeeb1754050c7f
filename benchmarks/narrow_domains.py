"""A domain with narrow ways, and uniform sites: steps, and time in units of that for the square.

python benchmarks/narrow_domains.py                # fourteen sets of sites, 4,096 to 1e5; minutes
python benchmarks/narrow_domains.py 10000 20000    # three sets each of so many
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import brenier
import numpy as np

U = [(0, 0), (3, 0), (3, 3), (2, 3), (2, 0.3), (1, 0.3), (1, 3), (0, 3)]
SETS = {4_096: 4, 10_000: 4, 30_000: 3, 100_000: 3}


def timed(solve: Callable[[], brenier.Transport]) -> tuple[float, brenier.Transport]:
    """Return the processor time of a solve, the less of two, and its result."""
    times = []
    for _ in range(2):
        start = time.process_time()
        transport = solve()
        times.append(time.process_time() - start)
    return min(times), transport


def main() -> None:
    sets = {int(n): 3 for n in sys.argv[1:]} or SETS
    source = brenier.Uniform(U)
    for n, seeds in sets.items():
        for seed in range(seeds):
            sites = np.random.default_rng(seed).random((n, 2))
            unit, _ = timed(lambda sites=sites: brenier.solve(sites, tol=1e-6))
            ours, t = timed(lambda sites=sites: brenier.solve(sites, source=source, tol=1e-6))
            blurred = np.count_nonzero(t.history.blur)
            print(
                f"{n:,} sites, seed {seed}: {t.status}, {t.nit} steps ({blurred} under smooth "
                f"sources), {t.history.coarse_steps} with fewer sites; {ours / unit:.1f} of a "
                f"uniform solve",
                flush=True,
            )


if __name__ == "__main__":
    main()
