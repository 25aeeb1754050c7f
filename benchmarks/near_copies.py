"""How well sites at tiny distances are told apart, held against what rounding may do.

python benchmarks/near_copies.py                  # 200 sites and 20 near copies, some seconds
python benchmarks/near_copies.py 10000            # of so many sites a tenth have a near copy
python benchmarks/near_copies.py --random 1000    # random problems: how many are as they should be
python benchmarks/near_copies.py --random 300 --space    # the same in space, of uniform sources
"""

from __future__ import annotations

import argparse
import collections
import warnings
from collections.abc import Callable

import brenier
import numpy as np


def errors(t: brenier.Transport, pairs: int) -> tuple[float, float]:
    """Return the largest relative errors: of pairs and of all else, with the pairs' sums."""
    n = len(t.sites) - pairs
    excess = np.bincount(t.groups, t.diagram.masses - t.masses, n + pairs)
    together = excess[:n].copy()
    together[:pairs] += excess[n:]
    mass = t.masses[0]
    alone = np.abs(np.concatenate([excess[:pairs], excess[n:]])).max() / mass
    return float(alone), float(np.abs(together).max() / mass)


def random_source(rng: np.random.Generator) -> brenier.Source:
    """Return a source of any kind."""
    ring = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    kinds: list[Callable[[], brenier.Source]] = [
        brenier.Uniform,
        lambda: brenier.Uniform([(0, 0), (2, 0), (2, 1), (1, 1), (1, 2), (0, 2)]),
        lambda: brenier.Uniform([ring, ring + np.array((1.5, 0))]),
        lambda: brenier.Raster(0.2 + rng.random(rng.integers(2, 30, 2))),
        lambda: brenier.Raster((rng.random((20, 20)) < 0.5) + 1e-3),
        lambda: brenier.Bilinear(0.1 + rng.random((5, 7))),
        lambda: brenier.Gaussian((0.5, 0.5), 0.04),
    ]
    return kinds[rng.integers(len(kinds))]()


def random_ending(seed: int, dimension: int) -> tuple[str, bool]:
    """Solve for sites with near copies of some, or of one; how did it end, and are sums right?"""
    rng = np.random.default_rng(seed)
    n = int(10 ** rng.uniform(0.5, 3))
    scale = 10.0 ** rng.integers(-6, 7)
    sites = scale * (rng.random((n, dimension)) + rng.choice([0, 0, 3, 20]))
    count = int(rng.integers(1, max(2, n // 3)))
    which = rng.integers(0, n, count if rng.random() < 0.5 else 1)
    which = np.broadcast_to(which, count)
    distance = scale * 10 ** rng.uniform(-16, -7)
    copies = sites[which] + distance * rng.standard_normal((count, dimension))
    masses = np.ones(n + count) if rng.random() < 0.5 else rng.uniform(0.001, 1, n + count)
    masses /= masses.sum()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)
        source = random_source(rng) if dimension == 2 else None
        t = brenier.solve(np.vstack([sites, copies]), masses, source)
    own = np.concatenate([np.arange(n), which])
    target, mass = (np.bincount(own, m) for m in (masses, t.diagram.masses))
    named = ", sites named" * ("apart" in t.message)
    return f"{t.status}{named}", bool(np.all(np.abs(mass - target) <= 1.000001e-8 * target))


def print_table(n: int) -> None:
    """Print how near copies of a tenth of the sites do, a row for each distance."""
    rng = np.random.default_rng(0)
    sites, pairs = rng.random((n, 2)), n // 10
    turns = rng.uniform(0, 2 * np.pi, pairs)
    aside = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    print(f"{n} sites, {pairs} of them with a copy at a distance; tol 1e-8")
    print("| distance | groups | status | steps | each of a pair | all else |")
    print("| --- | --- | --- | --- | --- | --- |")
    for digits in range(5, 17):
        near = sites[:pairs] + 10.0**-digits * aside
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", brenier.ConvergenceWarning)
            t = brenier.solve(np.vstack([sites, near]))
        merged = int(np.count_nonzero(t.groups != np.arange(n + pairs)))
        each, others = errors(t, pairs)
        each = "" if merged == pairs else f"{each:.0e}"
        print(f"| 1e-{digits} | {merged} | {t.status} | {t.nit} | {each} | {others:.0e} |")


def main() -> None:
    """Print a table with a row for each distance, or for each ending."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("n", nargs="?", type=int, default=200)
    parser.add_argument("--random", type=int, metavar="COUNT")
    parser.add_argument("--space", action="store_true")
    arguments = parser.parse_args()
    if arguments.random is None:
        print_table(arguments.n)
        return
    dimension = 3 if arguments.space else 2
    endings = collections.Counter(
        random_ending(seed, dimension) for seed in range(arguments.random)
    )
    for (status, is_right), count in endings.most_common():
        print(f"{count:5d} {status}; all sums {'' if is_right else 'not '}right")


if __name__ == "__main__":
    main()
