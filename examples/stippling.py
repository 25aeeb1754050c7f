"""A picture in dots: sites that stand for its light, or its darkness, all for the same share.

The picture is the density, and a few steps of Lloyd's method on power cells of equal mass spread
the dots: close where there is much of it, evenly everywhere, which is known as blue noise.

    python examples/stippling.py                              # a flower, light dots on dark ground
    python examples/stippling.py face.jpg --dark -n 20000 -o face.svg
"""

import argparse
import warnings
from pathlib import Path

import brenier
import numpy as np
from matplotlib import image
from matplotlib.figure import Figure

INK, PAPER = "#22303c", "#fdfaf3"


def read(path):
    """How light each pixel is (rows, columns), from the top, in [0, 1]."""
    if path is None:
        from sklearn.datasets import load_sample_image

        picture = load_sample_image("flower.jpg") / 255
    else:
        picture = image.imread(path)
        picture = picture / (255 if picture.dtype == np.uint8 else 1)
    grey = picture[..., :3] @ (0.299, 0.587, 0.114) if picture.ndim == 3 else picture
    return (grey - grey.min()) / np.ptp(grey)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("picture", type=Path, nargs="?", help="default: a flower")
    parser.add_argument("--dark", action="store_true", help="dark dots for what is dark")
    parser.add_argument("-n", "--dots", type=int, default=12_000, help="default: %(default)s")
    parser.add_argument("--steps", type=int, default=30, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("-o", "--output", type=Path, default="stippling.png", help=".png or .svg")
    args = parser.parse_args()

    light = read(args.picture)
    share = (1 - light if args.dark else light) ** 2
    rows, columns = share.shape
    source = brenier.Raster(share, (0, 0, columns / rows, 1), origin="upper")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)  # a few steps are enough
        q = brenier.quantize(
            args.dots, source, masses="equal", max_iter=args.steps, rng=args.seed, progress=True
        )
    print(q)

    dots, ground = (INK, PAPER) if args.dark else (PAPER, INK)
    figure = Figure(figsize=(6 * columns / rows, 6), facecolor=ground)
    ax = figure.add_axes((0, 0, 1, 1))
    size = 6 * 72 * 0.8 / np.sqrt(args.dots)
    ax.plot(*q.sites.T, ".", color=dots, markersize=size, markeredgewidth=0)
    ax.set(xlim=(0, columns / rows), ylim=(0, 1), aspect="equal")
    ax.axis("off")
    figure.savefig(args.output, dpi=150, facecolor=ground)
    print(f"figure: {args.output}")


if __name__ == "__main__":
    main()
