"""Which jumps between values are gaps: ``gaps_between_values.py [--data FOLDER]``.

Prints a table in Markdown, a row for each set of codes and rule, for the spread blend and the
policy "reject". Half of the codes are brought to the plane by t-SNE and mapped; the other half, of
the same law, judges the samples. Figures in percent but the total variation:

- crossing: mass of triangles with codes of several classes.
- rejected: mass of singular triangles; and of these in one class, lost without need.
- precision: samples within the distance of some held-out code to its fifth neighbour [1].
- recall: held-out codes within the distance of some sample to its fifth neighbour.
- TV: total variation between the masses of the classes with and without rejection.

With --data, a folder of Fashion-MNIST or MNIST in idx files (Debian: dataset-fashion-mnist), whose
pictures become codes of 64 numbers by principal components, takes the place of the largest set.

[1] T. Kynkäänniemi et al. (2019), Improved precision and recall metric. NeurIPS.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import brenier
import numpy as np
from brenier import datasets
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors

DIMENSIONS, SAMPLES = 64, 4000
Rule = Callable[[brenier.ContinuousMap], np.ndarray]


class Codes(NamedTuple):
    values: np.ndarray
    labels: np.ndarray


def clusters(n: int, rng: np.random.Generator) -> Codes:
    """Ten normal clusters, of widths from 0.3 to 3 and masses from 1 to 5, well apart."""
    means = 12 * rng.normal(size=(10, DIMENSIONS)) / math.sqrt(DIMENSIONS) * 3
    widths = np.geomspace(0.3, 3, 10)
    shares = rng.permutation(np.linspace(1, 5, 10))
    labels = rng.choice(10, n, p=shares / shares.sum())
    thin = rng.normal(size=(n, DIMENSIONS)) / np.sqrt(1 + np.arange(DIMENSIONS))
    return Codes(means[labels] + widths[labels, None] * thin, labels)


def digits(rng: np.random.Generator) -> Codes:
    data = load_digits()
    order = rng.permutation(len(data.data))
    return Codes(data.data[order] / 16, data.target[order])


def pictures(folder: Path, n: int, rng: np.random.Generator) -> Codes:
    data = datasets.mnist(folder, "train")
    chosen = rng.choice(len(data.labels), n, replace=False)
    flat = data.images[chosen].reshape(n, -1).astype(float)
    return Codes(PCA(DIMENSIONS, random_state=0).fit_transform(flat), data.labels[chosen])


def local(factor: float) -> Rule:
    """A jump over a multiple of √(s_i s_j), s the second smallest jump at a site."""

    def limits(m: brenier.ContinuousMap) -> np.ndarray:
        smallest = np.full((len(m.values), 2), np.inf)
        for ends, jump in zip(m.edges.tolist(), m.jumps.tolist(), strict=True):
            for end in ends:
                smallest[end] = np.sort([*smallest[end], jump])[:2]
        usual = np.where(np.isinf(smallest[:, 1]), smallest[:, 0], smallest[:, 1])
        return factor * np.sqrt(usual[m.edges].prod(axis=1))

    return limits


RULES: dict[str, Rule] = {
    "none": lambda m: np.full(len(m.edges), np.inf),
    **{f"local, {k:g}": local(k) for k in (1.5, 2, 3, 4)},
    "global, 1.5": lambda m: np.full(len(m.edges), 1.5 * np.median(m.jumps)),
}


def covered(points: np.ndarray, by: np.ndarray) -> float:
    """The share of points within the distance of one of the others to its fifth neighbour."""
    near = NearestNeighbors(n_neighbors=6).fit(by)
    radius = near.kneighbors(by)[0][:, -1]
    distances, index = near.kneighbors(points, n_neighbors=min(50, len(by)))
    return float((distances <= radius[index]).any(axis=1).mean())


def edges_of(m: brenier.ContinuousMap, corners: np.ndarray) -> np.ndarray:
    """The numbers of the sides (k, 3) of triangles (k, 3) among the map's edges, or -1."""
    number = {pair: k for k, pair in enumerate(map(tuple, m.edges.tolist()))}
    sides = np.sort(np.stack([corners[:, [k, (k + 1) % 3]] for k in range(3)], axis=1), axis=2)
    return np.array([[number.get(tuple(s), -1) for s in three] for three in sides.tolist()])


def rows(codes: Codes, rng: np.random.Generator) -> Iterator[tuple[str, tuple[float, ...]]]:
    """The figures of each rule, by its name."""
    n = len(codes.values) // 2
    values, labels, held_out = codes.values[:n], codes.labels[:n], codes.values[n:]
    plane = TSNE(init="pca", random_state=0).fit_transform(values)
    t = brenier.solve(plane, tol=1e-6)
    m = brenier.ContinuousMap(t, values=values, max_jump=math.inf)
    corners = t.centroids[m.simplices]
    areas = np.linalg.det(corners[:, 1:] - corners[:, :1]) / 2
    crossing = np.ptp(labels[m.simplices], axis=1) > 0
    before = np.bincount(labels, t.masses)
    x = t.source.sample(20 * SAMPLES, rng)
    z, label = m(x), labels[t.index(x)]
    of_points, of_triangles = edges_of(m, m.barycentric(x)[0]), edges_of(m, m.simplices)
    for name, rule in RULES.items():
        singular = np.append(m.jumps > rule(m), False)  # the last for sides that are no edges
        regular, gap = ~singular[of_points].any(axis=1), singular[of_triangles].any(axis=1)
        after = np.bincount(label[regular], minlength=len(before)) / max(regular.sum(), 1)
        samples = z[regular][:SAMPLES]
        yield (
            name,
            (
                100 * areas[crossing].sum(),
                100 * areas[gap].sum(),
                100 * areas[gap & ~crossing].sum(),
                100 * covered(samples, held_out),
                100 * covered(held_out, samples[: len(held_out)]),
                np.abs(after - before).sum() / 2,
            ),
        )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, help="a folder of idx files")
    parser.add_argument("--size", type=int, default=4000, help="codes that are drawn (4000)")
    options = parser.parse_args()
    rng = np.random.default_rng(0)
    sets = {"digits": digits(rng), "clusters, widths 0.3 to 3": clusters(options.size, rng)}
    if options.data is None:
        same = rng.normal(size=(options.size, DIMENSIONS)) / np.sqrt(1 + np.arange(DIMENSIONS))
        sets["one Gaussian"] = Codes(same, np.zeros(options.size, dtype=int))
    else:
        sets[options.data.name] = pictures(options.data, options.size, rng)
    print("| codes | rule | crossing | rejected | lost | precision | recall | TV |")
    print("|" + 8 * " --- |")
    for title, codes in sets.items():
        for name, figures in rows(codes, rng):
            cells = " | ".join(f"{f:.1f}" for f in figures[:-1])
            print(f"| {title} | {name} | {cells} | {figures[-1]:.3f} |", flush=True)


if __name__ == "__main__":
    main()
