"""What mass can be transported from: each kind of source, in cells of equal mass.

python examples/sources.py
"""

import argparse
from pathlib import Path

import brenier
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

INK, PAPER = "#22303c", "#fdfaf3"


def rectangle(x, y, width, height):
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def circle(x, y, radius, corners=60):
    angle = 2 * np.pi * np.arange(corners) / corners
    return np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)])


def letters():
    """The word OT in white pixels, as a picture has them: the first row on top."""
    rows = [
        "...............",
        "...............",
        "..###...#####..",
        ".#...#....#....",
        ".#...#....#....",
        ".#...#....#....",
        ".#...#....#....",
        "..###.....#....",
        "...............",
        "...............",
    ]
    return np.array([[character == "#" for character in row] for row in rows])


SOURCES = {
    "Uniform: holes and islands": brenier.Uniform(
        [circle(1, 1, 1), circle(1.2, 1.2, 0.45), circle(2.4, 0.45, 0.3), circle(2.5, 1.5, 0.2)]
    ),
    "Raster: pixels, black ground": brenier.Raster(letters(), (0, 0, 15, 10), origin="upper"),
    "Bilinear: values at nodes": brenier.Bilinear(
        [[1, 1, 4, 2], [2, 6, 2, 1], [8, 3, 1, 3], [3, 1, 2, 9]], (0, 0, 3, 2)
    ),
    "Gaussian: any covariance": brenier.Gaussian(
        cov=[(1, 0.7), (0.7, 1)], domain=rectangle(-3, -2, 6, 4)
    ),
    "GaussianMixture": brenier.GaussianMixture(
        [(-1.5, -0.7), (0.2, 0.9), (1.8, -0.6)],
        [[(0.3, 0.1), (0.1, 0.2)], [(0.5, 0), (0, 0.05)], [(0.1, 0), (0, 0.4)]],
        weights=[3, 2, 2],
        domain=rectangle(-3, -2, 6, 4),
    ),
    "Gaussian on a polygon": brenier.Gaussian(
        mean=(0, 1),
        domain=[(-3, -2), (3, -2), (3, 2), (1, 2), (1, -0.5), (-1, -0.5), (-1, 2), (-3, 2)],
    ),
}


def draw(ax, title, source, cells, seed):
    q = brenier.quantize(cells, source, masses="equal", rng=seed, tol=1e-3)
    xmin, ymin, xmax, ymax = source.bounds
    x, y = np.meshgrid(np.linspace(xmin, xmax, 600), np.linspace(ymin, ymax, 400))
    density = source.density(np.column_stack([x.ravel(), y.ravel()])).reshape(x.shape)
    shade = np.ma.masked_where(density == 0, np.sqrt(density))  # lighter for the eye
    ax.imshow(
        shade,
        origin="lower",
        extent=(xmin, xmax, ymin, ymax),
        cmap="YlGnBu",
        vmin=0,
        vmax=1.6 * shade.max(),
    )
    ax.add_collection(LineCollection(borders(q.diagram), colors=INK, linewidths=0.9))
    ax.plot(*q.sites.T, ".", color="#c2442d", markersize=3.5)
    ax.set_title(title, color=INK, fontsize=11)
    height = max(ymax - ymin, (xmax - xmin) / 1.5)
    middle = np.array([(xmin + xmax) / 2, (ymin + ymax) / 2])
    low, high = middle - height * np.array([0.75, 0.5]), middle + height * np.array([0.75, 0.5])
    ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
    ax.axis("off")
    print(f"{title:30s} {q.nit:3d} moves, masses {q.masses.min():.6f} to {q.masses.max():.6f}")


def borders(diagram, pieces=100):
    """The facets in short pieces (p, 2, 2), those where there is mass."""
    share = np.linspace(0, 1, pieces + 1)[:, None]
    start, end = diagram.facets.points[:, None, 0], diagram.facets.points[:, None, 1]
    points = start + share * (end - start)
    lines = np.stack([points[:, :-1], points[:, 1:]], axis=2).reshape(-1, 2, 2)
    return lines[diagram.source.density(lines.mean(axis=1)) > 0]


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", "--cells", type=int, default=70, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("-o", "--output", type=Path, default="sources.png")
    args = parser.parse_args()
    figure = Figure(figsize=(12, 6.2), facecolor=PAPER, layout="constrained")
    for ax, (title, source) in zip(figure.subplots(2, 3).flat, SOURCES.items(), strict=True):
        draw(ax, title, source, args.cells, args.seed)
    figure.savefig(args.output, dpi=100, facecolor=PAPER)
    print(f"figure: {args.output}")


if __name__ == "__main__":
    main()
