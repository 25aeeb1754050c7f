"""Blue noise without a seam: dots after a periodic picture, whose copies side by side fit.

The picture is a sum of waves that go around the square in whole turns, so that its copies fit side
by side. Dots of equal mass that do not know of it leave a seam: they keep their distance from the
sides of the square, and stand in a row along them. On the torus there is no side.

    python examples/tileable.py                          # dots.png: two by two, both ways
    python examples/tileable.py --uniform -n 400         # evenly spread points, tileable as well
"""

import argparse
import warnings
from pathlib import Path

import brenier
import numpy as np
from matplotlib.figure import Figure

INK, PAPER, SEAM = "#22303c", "#fdfaf3", "#c8553d"


def waves(side, rng):
    """A periodic picture (side, side): waves with random directions and phases."""
    x, y = np.meshgrid(np.arange(side) / side, np.arange(side) / side)
    total = np.zeros((side, side))
    for _ in range(6):
        turns, phase = rng.integers(-2, 3, 2), rng.random()
        total += np.cos(2 * np.pi * (turns[0] * x + turns[1] * y + phase))
    total -= total.min()
    return 0.03 + (total / total.max()) ** 2


def spread(source, args):
    """Dots of equal mass, after some moves."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)  # a few moves are enough
        return brenier.quantize(
            args.dots, source, masses="equal", max_iter=args.moves, rng=args.seed
        )


def share_at_seam(sites):
    """How many of the dots lie nearer to the seam than a quarter of their mean spacing."""
    distances = np.abs(sites - np.rint(sites)).min(axis=1)
    return np.mean(distances < 0.25 / np.sqrt(len(sites)))


def draw(ax, sites, title):
    copies = np.concatenate([sites + np.array([x, y]) for x in (0, 1) for y in (0, 1)])
    size = 5 * 72 * 0.4 / np.sqrt(len(sites))
    ax.plot(*copies.T, ".", color=INK, markersize=size, markeredgewidth=0)
    for end in (0, 1, 2):  # where the copies meet, marked outside of them
        for low, high in ((-0.05, -0.01), (2.01, 2.05)):
            ax.plot([end, end], [low, high], color=SEAM, linewidth=1)
            ax.plot([low, high], [end, end], color=SEAM, linewidth=1)
    ax.set(xlim=(-0.06, 2.06), ylim=(-0.06, 2.06), aspect="equal")
    ax.set_title(title, color=INK, fontsize=11)
    ax.axis("off")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", "--dots", type=int, default=700, help="default: %(default)s")
    parser.add_argument("--moves", type=int, default=60, help="default: %(default)s")
    parser.add_argument("--uniform", action="store_true", help="no picture: evenly everywhere")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("-o", "--output", type=Path, default="dots.png", help=".png or .svg")
    args = parser.parse_args()

    picture = np.ones((1, 1)) if args.uniform else waves(128, np.random.default_rng(args.seed))
    figure = Figure(figsize=(10, 5.3), facecolor=PAPER, layout="constrained")
    titles = {False: "dots in the square, tiled", True: "dots on the torus, tiled"}
    for ax, (periodic, title) in zip(figure.subplots(1, 2), titles.items(), strict=True):
        q = spread(brenier.Raster(picture, periodic=periodic), args)
        draw(ax, q.sites, title)
        print(f"{title:26}  cost {q.cost:.4g}  {share_at_seam(q.sites):.1%} at the seam")
    figure.savefig(args.output, dpi=150, facecolor=PAPER)
    print(f"figure: {args.output}")


if __name__ == "__main__":
    main()
