"""Sources in parts far from each other: how many steps, and how near rounding lets them come.

python benchmarks/parts.py              # 300 and 1,500 sites, some seconds
python benchmarks/parts.py 1000 3000
"""

from __future__ import annotations

import sys
import time
import warnings

import brenier
import numpy as np
from shapely import MultiPolygon, Point

GAPS = (1e2, 3e2, 1e4, 1e6)
SEEDS = range(3)


def square(x: float, y: float = 0.0) -> list[tuple[float, float]]:
    """Return a unit square."""
    return [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]


def archipelago(seed: int, count: int = 25) -> brenier.Uniform:
    """Return round islands over 360 x 180, with radii from 1 to 6, apart from each other."""
    rng = np.random.default_rng(seed)
    islands: list[Point] = []
    while len(islands) < count:
        radius = rng.uniform(1, 6)
        island = Point(rng.uniform((8, 8), (352, 172))).buffer(radius, quad_segs=4)
        if all(island.distance(other) > 1 for other in islands):
            islands.append(island)
    return brenier.Uniform(MultiPolygon(islands))


def measure(source: brenier.Source, n: int, seed: int) -> tuple[brenier.Transport, float]:
    """Solve for sites drawn from the source; return the transport and the CPU time in s."""
    sites = source.sample(n, rng=seed)
    start = time.process_time()
    t = brenier.solve(sites, source=source)
    return t, time.process_time() - start


def main() -> None:
    """Print a line for each size, source and seed."""
    warnings.simplefilter("ignore", brenier.ConvergenceWarning)
    print(f"{'source':<16}{'sites':>6}{'seed':>5}{'steps':>6}{'error':>9}{'CPU s':>7}  status")
    for n in [int(argument) for argument in sys.argv[1:]] or [300, 1500]:
        sources = {f"gap {gap:.0e}": brenier.Uniform([square(0), square(gap)]) for gap in GAPS}
        for name, source in sources.items():
            report(name, source, n, 1)
        for seed in SEEDS:
            report("archipelago", archipelago(seed), n, seed)


def report(name: str, source: brenier.Source, n: int, seed: int) -> None:
    """Print a line."""
    t, seconds = measure(source, n, seed)
    figures = f"{t.nit:>6}{t.max_relative_error:>9.1e}{seconds:>7.2f}"
    print(f"{name:<16}{n:>6}{seed:>5}{figures}  {t.status}", flush=True)


if __name__ == "__main__":
    main()
