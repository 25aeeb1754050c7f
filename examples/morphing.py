"""One shape, or picture, made another: its mass moves on straight lines, and each bit knows where.

The first is the source, and both are stood for by dots of equal mass, placed by Lloyd's method. The
way between the two transports, `brenier.displacement`, is then the shortest but for the size of a
dot's cell. Dots keep the colour of where they start.

    python examples/morphing.py                               # South Africa becomes Italy
    python examples/morphing.py one.png other.png -n 4000 -o way.png
"""

import argparse
import json
import warnings
from pathlib import Path

import brenier
import numpy as np
from matplotlib import image
from matplotlib.figure import Figure

DATA = Path(__file__).parent / "data"
PAPER = "#fdfaf3"
FRAMES = 5


def read(path):
    """A density of a map in GeoJSON, or of the darkness of a picture, around 0 and of size 1."""
    if path.suffix == ".geojson":
        degrees = brenier.Uniform(json.loads(path.read_text(encoding="utf-8")))
        middle = np.concatenate(degrees.rings).mean(axis=0)
        flat = [(ring - middle) * (np.cos(np.radians(middle[1])), 1) for ring in degrees.rings]
        size = np.sqrt(brenier.Uniform(flat).area)
        shape = brenier.Uniform([ring / size for ring in flat])
        centre = brenier.PowerDiagram([(0, 0)], source=shape).centroids
        return brenier.Uniform([ring - centre for ring in shape.rings])
    picture = image.imread(path)
    picture = picture / (255 if picture.dtype == np.uint8 else 1)
    grey = picture[..., :3] @ (0.299, 0.587, 0.114) if picture.ndim == 3 else picture
    rows, columns = grey.shape
    width, height = columns / np.hypot(rows, columns), rows / np.hypot(rows, columns)
    return brenier.Raster(
        1.0001 - grey, (-width / 2, -height / 2, width / 2, height / 2), origin="upper"
    )


def dots(source, n, steps, seed):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)  # a few steps are enough
        return brenier.quantize(n, source, masses="equal", max_iter=steps, rng=seed)


def colours(places):
    """Near places have like colours: across from blue to red, upwards lighter."""
    x, y = ((places - places.min(axis=0)) / np.ptp(places, axis=0)).T
    return np.column_stack([0.15 + 0.75 * x, 0.25 + 0.5 * y, 0.85 - 0.65 * x])


def draw(way, path):
    figure = Figure(figsize=(2.4 * FRAMES, 3), facecolor=PAPER)
    shade = colours(way.positions(0))
    ends = np.concatenate([way.positions(0), way.positions(1)])
    low, high = ends.min(axis=0) - 0.03, ends.max(axis=0) + 0.03
    for k, s in enumerate(np.linspace(0, 1, FRAMES)):
        ax = figure.add_axes((k / FRAMES, 0, 1 / FRAMES, 1))
        ax.scatter(*way.positions(s).T, s=9000 * way.masses, c=shade, linewidths=0)
        ax.set(xlim=(low[0], high[0]), ylim=(low[1], high[1]), aspect="equal")
        ax.axis("off")
    figure.savefig(path, dpi=100, facecolor=PAPER)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("start", type=Path, nargs="?", default=DATA / "south_africa.geojson")
    parser.add_argument("end", type=Path, nargs="?", default=DATA / "italy.geojson")
    parser.add_argument("-n", "--dots", type=int, default=3000, help="default: %(default)s")
    parser.add_argument("--steps", type=int, default=30, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("-o", "--output", type=Path, default="morphing.png", help=".png or .svg")
    args = parser.parse_args()

    source, target = read(args.start), read(args.end)
    first = dots(source, args.dots, args.steps, args.seed)
    last = dots(target, args.dots, args.steps, args.seed)
    a, b = brenier.solve_many([first.sites, last.sites], source=source, tol=1e-6)
    way = brenier.displacement(a, b)
    print(f"{args.dots} dots to {args.dots}, in {len(way.pairs)} parts")
    print(f"length of the way           {np.sqrt(way.cost):.4f}")
    print(f"the shortest is at least    {np.sqrt(way.cost) - 2 * np.sqrt(a.cost):.4f}")
    draw(way, args.output)
    print(f"figure: {args.output}")


if __name__ == "__main__":
    main()
