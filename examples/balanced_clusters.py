"""Points in groups of equal size: k-means, but each group has as many points as any other.

Where each point belongs to the nearest centre, towns take far more points than the country. With
weights on the centres, the cells of a power diagram hold equal numbers of points [Aurenhammer,
Hoffmann and Aronov 1998]. The points, blurred, are the density from which mass is transported onto
the centres, and Lloyd's method moves these to the middle of their cells. The last few points at the
borders of cells go where a linear program says, so that the groups are equal to the last point.

    python examples/balanced_clusters.py                        # 6,000 points in 20 groups of 300
    python examples/balanced_clusters.py points.csv -k 12 -o groups.svg
"""

import argparse
from pathlib import Path

import brenier
import brenier.plot
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from scipy.ndimage import gaussian_filter
from scipy.optimize import linprog
from scipy.sparse import csr_array

INK, PAPER = "#22303c", "#fdfaf3"
COLOURS = ("#3d8b7d", "#d9a326", "#bd4f35", "#4c6fa5", "#8a9a3a", "#94608f")
PIXELS = 300  # of the density, along its longer side
CANDIDATES = 4  # groups that a point may go to


def towns(rng):
    """Six thousand points: three large towns, many villages, and a few farms."""
    villages = 0.06 + rng.random((25, 2)) * (1.38, 0.88)
    centres = np.concatenate([[(0.32, 0.66), (0.98, 0.32), (1.22, 0.78)], villages])
    widths = np.concatenate([[0.09, 0.075, 0.06], np.full(25, 0.02)])
    sizes = np.concatenate([[0.28, 0.22, 0.14], np.full(25, 0.36 / 25)])
    place = rng.choice(28, size=5400, p=sizes / sizes.sum())
    settled = centres[place] + widths[place, None] * rng.standard_normal((5400, 2))
    points = np.concatenate([settled, rng.random((600, 2)) * (1.5, 1)])
    return np.clip(points, 0, (1.5, 1))


def density(points):
    """The points as a picture, blurred by a pixel, and a thousandth of light everywhere."""
    low, high = points.min(axis=0), points.max(axis=0)
    columns, rows = np.ceil((high - low) / np.max(high - low) * PIXELS).astype(int)
    counts, _, _ = np.histogram2d(*points.T, (columns, rows), [*zip(low, high, strict=True)])
    blurred = gaussian_filter(counts.T, 1.0)
    return brenier.Raster(blurred + 1e-3 * blurred.mean(), (*low, *high))


def balanced(points, diagram):
    """The group of each point, all of the same size or, if they must, one more: the least cost.

    A linear program over the few groups whose cells are nearest to each point. Its corners are
    whole numbers, as those of every problem of transport are.
    """
    n, k = len(points), len(diagram)
    squared = np.sum((points[:, None] - diagram.sites) ** 2, axis=2)
    group = np.argsort(squared - diagram.weights, axis=1)[:, : min(CANDIDATES, k)].ravel()
    point = np.repeat(np.arange(n), len(group) // n)
    pair = np.arange(len(group))
    of_points = csr_array((np.ones(len(group)), (point, pair)), shape=(n, len(group)))
    of_groups = csr_array((np.ones(len(group)), (group, pair)), shape=(k, len(group)))
    found = linprog(
        squared[point, group],
        A_eq=of_points,
        b_eq=np.ones(n),
        A_ub=csr_array(np.vstack([of_groups.toarray(), -of_groups.toarray()])),
        b_ub=np.concatenate([np.full(k, -(-n // k)), np.full(k, -(n // k))]),
        method="highs-ds",
    )
    if not found.success:
        raise SystemExit(f"no equal groups among the {CANDIDATES} nearest: {found.message}")
    return group[found.x.reshape(n, -1).argmax(axis=1) + np.arange(n) * (len(group) // n)]


def row(name, points, sites, group):
    """Print a line of the table."""
    sizes = np.bincount(group, minlength=len(sites))
    distance = np.sqrt(np.mean(np.sum((points - sites[group]) ** 2, axis=1)))
    print(f"{name:<44}{sizes.min():>6d}{sizes.max():>8d}{distance:>12.4f}")


def colour(diagram):
    """Colours by which neighbouring cells differ; six are enough for any map."""
    lengths = diagram.adjacency()
    neighbours = [set(row) for row in np.split(lengths.indices, lengths.indptr[1:-1])]
    order, rest = [], set(range(len(diagram)))
    while rest:
        order.append(min(rest, key=lambda i: len(neighbours[i] & rest)))
        rest.remove(order[-1])
    colours = {}
    for i in reversed(order):
        taken = [colours.get(j) for j in neighbours[i]]
        used = [*colours.values()]
        colours[i] = min(range(len(COLOURS)), key=lambda c: (c in taken, used.count(c)))
    return np.array([colours[i] for i in range(len(diagram))])


def draw(ax, title, points, diagram, group):
    colours = np.array(COLOURS)[colour(diagram)]
    pale = [0.18 * np.array(to_rgb(c)) + 0.82 * np.array(to_rgb(PAPER)) for c in colours]
    brenier.plot.diagram(diagram, ax, values=pale, sites=False, edgecolor=INK, linewidth=0.6)
    ax.scatter(*points.T, s=3, c=colours[group], linewidths=0)
    sizes = np.bincount(group, minlength=len(diagram))
    for site, size in zip(diagram.sites, sizes, strict=True):
        ax.text(*site, size, size=6.5, color=INK, ha="center", va="center", weight="bold",
                bbox={"boxstyle": "round,pad=0.25", "facecolor": PAPER, "edgecolor": INK,
                      "linewidth": 0.6, "alpha": 0.9})  # fmt: skip
    ax.set_title(title, color=INK, fontsize=12)
    ax.axis("off")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("points", type=Path, nargs="?", help="x,y in lines (default: made up)")
    parser.add_argument("-k", "--groups", type=int, default=20, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("-o", "--output", type=Path, default="balanced_clusters.png")
    args = parser.parse_args()

    rng = np.random.default_rng(args.seed)
    points = towns(rng) if args.points is None else np.loadtxt(args.points, delimiter=",", ndmin=2)
    source = density(points)
    start = points[rng.choice(len(points), args.groups, replace=False)]
    free = brenier.quantize(start, source, tol=1e-3)
    equal = brenier.quantize(start, source, masses="equal", tol=1e-3)
    groups = balanced(points, equal.diagram)

    print(f"{'':<44}{'points in a group':^14}{'distance':>9}")
    nearest = free.diagram.index(points)
    row("nearest centre", points, free.sites, nearest)
    row("cells of equal mass", points, equal.sites, equal.diagram.index(points))
    row("groups of equal size", points, equal.sites, groups)
    moved = np.count_nonzero(groups != equal.diagram.index(points))
    print(f"\n{moved} of {len(points)} points are not in the group of their cell")
    print("distance  to the centre, root mean square")

    width, height = np.subtract(source.bounds[2:], source.bounds[:2])
    size = (13, 6.5 * height / width + 0.4)
    figure = Figure(figsize=size, facecolor=PAPER, layout="constrained")
    left, right = figure.subplots(1, 2)
    draw(left, "each point to the nearest centre", points, free.diagram, nearest)
    draw(right, "groups of equal size", points, equal.diagram, groups)
    figure.savefig(args.output, dpi=120)
    print(f"\nfigure: {args.output}")


if __name__ == "__main__":
    main()
