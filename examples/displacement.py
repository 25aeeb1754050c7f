"""Points of an early universe, moved back from clusters to where they came from.

Matter was spread evenly once, and gravity gathered it along nearly straight lines, with little
crossing: so the shortest way to spread it evenly again is nearly the way that it came
(Brenier, Frisch and others, 2003). Here a universe is made up: points on a lattice in a periodic
box, moved by gravity in thirty steps. Optimal transport from the uniform box to the points of today
gives each a cell, and the middle of the cell is where its mass came from. As the universe is made
up, that can be held against the truth, and against simpler guesses.

    python examples/displacement.py                       # displacement.png
    python examples/displacement.py --side 16 --growth 0.5
"""

import argparse
import itertools
import time
from pathlib import Path

import brenier
import numpy as np
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

INK, PAPER, BACK = "#22303c", "#fdfaf3", "#c8553d"
CUBE = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
STEPS = 30


class Grid:
    """Fields on a periodic grid over the unit cube, by fast Fourier transforms."""

    def __init__(self, side):
        self.side = side
        turns = 2 * np.pi * np.fft.fftfreq(side, 1 / side)
        self.k = np.stack(np.meshgrid(turns, turns, turns, indexing="ij"))
        self.squares = np.maximum(np.sum(self.k**2, axis=0), 1.0)  # the mean is nobody's business

    def _corners(self, x):
        """The eight points of the grid around each place, and their shares of it."""
        low = np.floor(x * self.side).astype(int)
        part = x * self.side - low
        for corner in np.ndindex(2, 2, 2):
            share = np.prod(np.where(corner, part, 1 - part), axis=1)
            index = np.ravel_multi_index(((low + corner) % self.side).T, (self.side,) * 3)
            yield index, share

    def excess(self, x):
        """The density of points, less its mean, in units of that; Fourier-transformed."""
        density = np.zeros(self.side**3)
        for index, share in self._corners(x):
            density += np.bincount(index, share, self.side**3)
        return np.fft.fftn(density.reshape((self.side,) * 3) * self.side**3 / len(x) - 1)

    def at(self, field, x):
        """A field (3, side, side, side) between the points of the grid."""
        flat = field.reshape(3, -1)
        return sum(flat[:, index].T * share[:, None] for index, share in self._corners(x))

    def pull(self, excess, smoothing=0.0):
        """The field whose divergence is minus the density's excess, smoothed by a Gaussian."""
        blurred = excess * np.exp(-0.5 * smoothing**2 * self.squares)
        return np.fft.ifftn(1j * self.k * blurred / self.squares, axes=(1, 2, 3)).real


def universe(side, growth, rng):
    """Where points (side³, 3) were on a lattice, and where gravity has moved them since."""
    middles = (np.arange(side) + 0.5) / side
    start = np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), -1).reshape(-1, 3)
    grid = Grid(side)
    # A random density, whose waves are the stronger the longer they are.
    noise = np.fft.fftn(rng.standard_normal((grid.side,) * 3))
    smooth = np.exp(-0.5 * grid.squares / (0.5 * np.pi * side) ** 2)
    first = grid.pull(noise * smooth / np.sqrt(grid.squares))
    first *= growth / np.sqrt(np.mean(np.sum(first**2, axis=0)))
    # Time is the growth of small waves, from 0.1 to 1: the speed is then that of the first field,
    # until points come together.
    x, speed = start + 0.1 * grid.at(first, start), grid.at(first, start)
    times = np.linspace(0.1, 1, STEPS + 1)
    for now, then in itertools.pairwise(times):
        half = 0.5 * (now + then)
        x = x + (half - now) * speed
        drive = grid.at(grid.pull(grid.excess(x)), x) / half
        speed = drive + (speed - drive) * (now / then) ** 1.5
        x = x + (then - half) * speed
    return start, x


def by_transport(x):
    """The middles of the cells of equal mass, around the points, also where the box ends."""
    t = brenier.solve(x, source=brenier.Uniform(CUBE, periodic=True), tol=1e-4)
    return t.centroids


def by_density(x, smoothings):
    """Down the slopes of the smoothed density, once for each length of smoothing."""
    grid = Grid(2 * round(len(x) ** (1 / 3)))
    for smoothing in smoothings:
        x = x - grid.at(grid.pull(grid.excess(x), smoothing), x)
    return x


def strongest(x, start, spacing):
    """Of what the density gives with one length, and with ever shorter ones, the best in truth."""
    lengths = spacing * np.geomspace(4, 0.5, 7)
    once = min((by_density(x, [s]) for s in lengths), key=lambda guess: error(guess, start))
    often = min(
        (by_density(x, np.geomspace(lengths[0], s, 8)) for s in lengths[1:]),
        key=lambda guess: error(guess, start),
    )
    return once, often


def error(guess, start):
    return np.sqrt(np.mean(np.sum((guess - start) ** 2, axis=1)))


def correlation(guess, start, x):
    """Between recovered and true displacements: 1 where they are in proportion."""
    found, true = guess - x, start - x
    return np.sum(found * true) / np.sqrt(np.sum(found**2) * np.sum(true**2) + 1e-300)


def slab(ax, x, guess, spacing):
    """The points of two layers, and the way that each came."""
    inside = np.abs(x[:, 2] - 0.5) < spacing
    ways = np.stack([guess, x], axis=1)[inside][:, :, :2]
    ax.add_collection(LineCollection(ways, color=INK, linewidth=0.5, alpha=0.4))
    ax.plot(*ways[:, 1].T, ".", color=INK, markersize=2.5)
    ax.plot(*ways[:, 0].T, ".", color=BACK, markersize=3.5)


def draw(axes, start, x, recovered, spacing):
    """Today; the way back by transport; and recovered displacements against true ones."""
    inside = np.abs(x[:, 2] - 0.5) < spacing
    axes[0].plot(*x[inside, :2].T, ".", color=INK, markersize=2.5)
    axes[0].set_title("today", color=INK)
    slab(axes[1], x, recovered["optimal transport"], spacing)
    axes[1].set_title("moved back by transport", color=INK)
    for ax in axes[:2]:
        ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[])
    for name, colour in (("density, often", "#6f9fb5"), ("optimal transport", BACK)):
        found, true = recovered[name] - x, start - x
        axes[2].plot(
            true[:, 0] / spacing,
            found[:, 0] / spacing,
            ".",
            color=colour,
            markersize=1.2,
            alpha=0.5,
            label=name,
        )
    axes[2].set(xlabel="true displacement along x, in spacings", ylabel="recovered")
    axes[2].legend(frameon=False, markerscale=8)
    for ax in axes:
        ax.set(aspect="equal", facecolor=PAPER)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--side", type=int, default=27, help="points along a side of the box")
    parser.add_argument(
        "--growth",
        type=float,
        default=2.0,
        help="how far waves would have moved points, in spacings",
    )
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("-o", "--output", type=Path, default="displacement.png")
    args = parser.parse_args()

    spacing = 1 / args.side
    start, x = universe(args.side, args.growth * spacing, np.random.default_rng(args.seed))
    begin = time.process_time()
    recovered = {"optimal transport": by_transport(x)}
    seconds = time.process_time() - begin
    once, often = strongest(x, start, spacing)
    recovered = {"none": x, "density, once": once, "density, often": often} | recovered
    print(f"{len(x)} points; the transport took {seconds:.1f} s of processor time")
    print(f"{'displacement':<20}{'correlation':>12}{'error':>8}{'median':>8}{'near':>7}")
    for name, guess in recovered.items():
        off = np.sqrt(np.sum((guess - start) ** 2, axis=1)) / spacing
        print(
            f"{name:<20}{correlation(guess, start, x):>12.3f}{np.sqrt(np.mean(off**2)):>8.2f}"
            f"{np.median(off):>8.2f}{np.mean(off < 0.5):>7.0%}"
        )
    print("error, median: distance from the true place, root mean square and median, in spacings")
    print("near: the share of points that are within half a spacing of their true place")

    figure = Figure(figsize=(13, 5), facecolor=PAPER, layout="constrained")
    draw(figure.subplots(1, 3), start, x, recovered, spacing)
    figure.savefig(args.output, dpi=150, facecolor=PAPER)
    print(f"figure: {args.output}")


if __name__ == "__main__":
    main()
