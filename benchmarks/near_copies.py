"""How well sites at tiny distances are told apart, held against what rounding may do.

python benchmarks/near_copies.py           # 200 sites and 20 near copies, some seconds
python benchmarks/near_copies.py 10000     # of so many sites a tenth have a near copy
"""

from __future__ import annotations

import argparse
import warnings

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


def main() -> None:
    """Print a table with a row for each distance."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("n", nargs="?", type=int, default=200)
    n = parser.parse_args().n
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


if __name__ == "__main__":
    main()
