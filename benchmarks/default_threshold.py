"""How the default threshold of `ContinuousMap` does on mixtures: ``default_threshold.py``.

Prints a table in Markdown. Each cell has two figures: of the rule "a jump over 5 × the median jump
is singular", and of the default. They are means over sets of codes, for a uniform source and the
policy "reject". Areas of triangles are exact; points of a fine grid in the source stand for samples
of any number. All figures are in percent but the total variation.

- crossing: mass of triangles with codes of several modes, which every rule should reject.
- good: samples within four standard deviations of a mode (eight scales where tails are heavy).
- lost: mass of singular triangles with codes of one mode, which is lost without need.
- worst mode: what the mode that loses most keeps of its own mass.
- TV: total variation between the masses of the modes with and without rejection.

For the roll, pieces of equal angle are the modes, and crossing is what has an edge whose middle is
not good.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NamedTuple

import brenier
import numpy as np
from brenier import datasets
from scipy.spatial.distance import cdist

SIZES = (100, 250, 2_000, 10_000)
MEANS = datasets.gaussian_grid(0).ridge  # 2 apart


class Codes(NamedTuple):
    points: np.ndarray
    labels: np.ndarray  # of the mode of each
    are_good: Callable[[np.ndarray], np.ndarray]
    has_modes: bool = True


def mixture(labels, means, radii, noise) -> Codes:
    """Codes around means (k, 2); what lies within a mean's radius (k,) is good."""
    return Codes(means[labels] + noise, labels, lambda z: (cdist(z, means) <= radii).any(axis=1))


def grid(n, rng, sigmas=0.05, shares=None, degrees=None) -> Codes:
    """25 modes of the given deviations and shares; with degrees, noise of Student's law."""
    labels = rng.choice(len(MEANS), n, p=None if shares is None else shares / shares.sum())
    sigmas = np.broadcast_to(sigmas, len(MEANS))
    noise = sigmas[labels, None] * rng.standard_normal((n, 2))
    if degrees is not None:
        noise /= np.sqrt(rng.chisquare(degrees, (n, 1)) / degrees)
    return mixture(labels, MEANS, (4 if degrees is None else 8) * sigmas, noise)


def log_uniform(rng, low, high) -> np.ndarray:
    return np.exp(rng.uniform(np.log(low), np.log(high), len(MEANS)))


def ring(n, rng) -> Codes:
    cloud = datasets.gaussian_ring(n, rng)
    return Codes(cloud.points, cloud.labels, cloud.is_high_quality)


def roll(n, rng, pieces=25) -> Codes:
    cloud = datasets.swiss_roll(n, rng)
    labels = cloud.nearest(cloud.points)[1] * pieces // len(cloud.ridge)
    return Codes(cloud.points, labels, cloud.is_high_quality, has_modes=False)


MIXTURES: dict[str, Callable[[int, np.random.Generator], Codes]] = {
    "grid, 40σ apart": lambda n, rng: grid(n, rng, 2 / 40),
    "grid, 12σ apart": lambda n, rng: grid(n, rng, 2 / 12),
    "grid, 8σ apart": lambda n, rng: grid(n, rng, 2 / 8),
    "grid, σ 0.01 to 0.3": lambda n, rng: grid(n, rng, log_uniform(rng, 0.01, 0.3)),
    "grid, t tails": lambda n, rng: grid(n, rng, degrees=3),
    "grid, masses 1:30": lambda n, rng: grid(n, rng, shares=log_uniform(rng, 1, 30)),
    "one Gaussian": lambda n, rng: mixture(np.zeros(n, int), MEANS[:1], 4, rng.normal(size=(n, 2))),
    "ring": ring,
    "roll": roll,
}


def figures(codes: Codes, resolution: int) -> np.ndarray:
    """Crossing, good, lost, worst mode, TV (5, 2): one column for each rule."""
    t = brenier.solve(codes.points, tol=1e-6)
    default = brenier.ContinuousMap(t)
    of_median = brenier.ContinuousMap(t, max_jump=5 * np.median(default.jumps))
    simplices = default.simplices
    if codes.has_modes:
        crossing = np.ptp(codes.labels[simplices], axis=1) > 0
    else:
        ends = codes.points[simplices]
        middles = (ends + np.roll(ends, 1, axis=1)) / 2
        crossing = ~codes.are_good(middles.reshape(-1, 2)).reshape(-1, 3).all(axis=1)
    corners = t.centroids[simplices]
    areas = np.linalg.det(corners[:, 1:] - corners[:, :1]) / 2
    x = (np.indices((resolution, resolution)).reshape(2, -1).T + 0.5) / resolution
    modes = codes.labels[t.index(x)]
    before = np.bincount(modes)
    columns = []
    for m in (of_median, default):
        regular = ~m.is_singular(x)
        after = np.bincount(modes[regular], minlength=len(before))
        kept = after[before > 0] / before[before > 0]
        tv = np.abs(after / after.sum() - before / before.sum()).sum() / 2
        good = codes.are_good(m(x[regular])).mean()
        lost = areas[~crossing & m.is_singular(corners.mean(axis=1))].sum()
        columns.append((areas[crossing].sum(), good, lost, kept.min(), tv))
    return np.array(columns).T


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", type=int, default=4, help="sets of codes (default: 4)")
    parser.add_argument("--quick", action="store_true", help="one small set of each, in seconds")
    options = parser.parse_args()
    sizes, sets, resolution = (SIZES[:2], 1, 100) if options.quick else (SIZES, options.sets, 500)
    print("| codes | n | crossing | good | lost | worst mode | TV |" + "\n|" + 7 * " --- |")
    for name, make in MIXTURES.items():
        for n in sizes:
            all_sets = [figures(make(n, np.random.default_rng(k)), resolution) for k in range(sets)]
            crossing, good, lost, worst, tv = np.mean(all_sets, axis=0)
            percent = (f"{100 * u:.2f}, {100 * v:.2f}" for u, v in (good, lost))
            cells = (f"{name} | {n:,} | {100 * crossing[0]:.1f}", *percent)
            cells += (f"{100 * worst[0]:.1f}, {100 * worst[1]:.1f}", f"{tv[0]:.3f}, {tv[1]:.3f}")
            print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
