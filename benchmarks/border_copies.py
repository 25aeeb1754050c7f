"""What to do with points beyond all triangles, whose images are copies: ``border_copies.py``.

Prints a table in Markdown: for points that are not singular, the share of samples that are codes,
and how good samples are, all of them and those of points beyond the triangles, in percent. Good are
samples within four standard deviations of a mode or of the ridge; of values, those within the
distance of some held-out code to its fifth neighbour. The ways:

- own: the value of the point's own cell, as `ContinuousMap` does it;
- nearest: the blend at the nearest point of the triangles, if that is not singular;
- mirrored: the blend at the point mirrored in the centroid of its cell, if that is regular.
"""

from __future__ import annotations

from collections.abc import Callable

import brenier
import numpy as np
from brenier import datasets
from gaps_between_values import clusters, covered, digits
from sklearn.manifold import TSNE

SAMPLES = 20_000
Good = Callable[[np.ndarray], float]


def rim(m: brenier.ContinuousMap) -> tuple[np.ndarray, np.ndarray]:
    """Sides (k, 2) that one triangle has, and which one."""
    sides = np.concatenate([m.simplices[:, [k, (k + 1) % 3]] for k in range(3)])
    _, at, counts = np.unique(
        np.sort(sides, axis=1), axis=0, return_inverse=True, return_counts=True
    )
    alone = counts[at.ravel()] == 1
    return sides[alone], np.tile(np.arange(len(m.simplices)), 3)[alone]


def nearest(m: brenier.ContinuousMap, x: np.ndarray, own: np.ndarray) -> tuple:
    """Sites and shares of the nearest points of the triangles, and which of these are singular."""
    sides, triangles = rim(m)
    a, b = m.transport.centroids[sides].swapaxes(0, 1)
    share, side = np.zeros(len(x)), np.zeros(len(x), dtype=int)
    best = np.full(len(x), np.inf)
    for k, along in enumerate(b - a):
        s = np.clip((x - a[k]) @ along / (along @ along), 0, 1)
        squares = np.sum((x - a[k] - s[:, None] * along) ** 2, axis=1)
        closer = squares < best
        best[closer], share[closer], side[closer] = squares[closer], s[closer], k
    shares = np.column_stack([1 - share, share, np.zeros(len(x))])
    sites = sides[side][:, [0, 1, 1]]
    return sites, shares, m.singular_simplices[triangles[side]]


def mirrored(m: brenier.ContinuousMap, x: np.ndarray, own: np.ndarray) -> tuple:
    """The same of points mirrored in the centroids of their cells."""
    y = 2 * m.transport.centroids[own] - x
    return *m.barycentric(y), m.is_singular(y)


def study(title: str, codes: np.ndarray, values: np.ndarray | None, good: Good) -> None:
    """Print three rows."""
    m = brenier.ContinuousMap(brenier.solve(codes, tol=1e-6), values=values)
    x = m.transport.source.sample(SAMPLES, 1)
    x = x[~m.is_singular(x)]
    sites, _ = m.barycentric(x)
    beyond = sites[:, 0] == sites[:, 1]
    own, z = sites[beyond, 0], m(x).astype(float)
    ways: dict[str, Callable | None] = {"own": None, "nearest": nearest, "mirrored": mirrored}
    for name, way in ways.items():
        images, copies = z.copy(), beyond.copy()
        if way is not None:
            there, shares, singular = way(m, x[beyond], own)
            new = m._values.blended(np.ascontiguousarray(there, np.int32), shares, 1)
            images[beyond] = np.where(singular[:, None], z[beyond], new)
            copies[beyond] = singular | (shares.max(axis=1) == 1)
        figures = (copies.mean(), good(images), good(images[beyond]))
        print(f"| {title} | {len(codes):,} | {name} | ", end="")
        print(" | ".join(f"{100 * f:.1f}" for f in figures) + " |", flush=True)


def main() -> None:
    """Print the table."""
    print("| codes | n | points beyond | copies | good | good beyond |\n|" + 6 * " --- |")
    rng = np.random.default_rng(0)
    for title, cloud in (
        ("25 Gaussians", datasets.gaussian_grid(2000, rng)),
        ("swiss roll", datasets.swiss_roll(2000, rng)),
    ):
        study(title, cloud.points, None, lambda z, c=cloud: c.is_high_quality(z).mean())
    for title, codes in (
        ("digits, 64 numbers", digits(np.random.default_rng(0))),
        ("ten clusters, 64 numbers", clusters(3000, np.random.default_rng(0))),
    ):
        n = len(codes.values) // 2
        plane = TSNE(init="pca", random_state=0).fit_transform(codes.values[:n])
        held_out = codes.values[n:]
        study(title, plane, codes.values[:n], lambda z, c=held_out: covered(z, c))


if __name__ == "__main__":
    main()
