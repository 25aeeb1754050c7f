"""A polycrystal: ten thousand grains whose volumes follow a law that was asked for.

Grains of a metal have volumes that are near a log-normal law. Here they are drawn from it, and
become the cells of a power diagram in a periodic box, each to a relative error of 1e-6: a volume
element for a simulation, whose opposite faces fit. Some moves of the sites to the middles of their
cells (Lloyd's method) make the grains round.

    python examples/grains.py                            # grains.png; grains.vtu for ParaView
    python examples/grains.py -n 1000 --sigma 0.8 --moves 0
"""

import argparse
import time
from pathlib import Path

import brenier
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import hsv_to_rgb
from matplotlib.figure import Figure
from matplotlib.transforms import Affine2D

INK, PAPER, ASKED = "#22303c", "#fdfaf3", "#c8553d"
CUBE = ((0.0, 0.0, 0.0), (1.0, 1.0, 1.0))
# Of each visible face of the unit cube: a corner, two sides, and how bright it is.
FACES = [
    ((0, 0, 1), (1, 0, 0), (0, 1, 0), 1.0),
    ((0, 0, 0), (1, 0, 0), (0, 0, 1), 0.88),
    ((1, 0, 0), (0, 1, 0), (0, 0, 1), 0.72),
]
# Where the axes of space go on paper, seen along a diagonal.
ON_PAPER = np.array([(np.sqrt(3) / 2, -0.5), (np.sqrt(3) / 2, 0.5), (0.0, 1.0)])


def polycrystal(volumes, moves, rng, tol=1e-6):
    """The transport onto sites at random, moved to the middles of their cells some times."""
    source = brenier.Uniform(CUBE, periodic=True)
    t = brenier.solve(source.sample(len(volumes), rng), volumes, source, tol=tol)
    for _ in range(moves):
        t = brenier.solve(t.centroids, volumes, source, tol=tol, initial_weights=t.weights)
    return t


def colours_of(count, rng):
    """A colour of its own for each grain: blues, and among them some of the colour of sand."""
    is_sand = rng.random(count) < 0.3
    hue = np.where(is_sand, 0.09, 0.56) + rng.normal(0, np.where(is_sand, 0.02, 0.035), count)
    parts = [hue % 1, rng.uniform(0.12, 0.5, count), rng.uniform(0.62, 0.97, count)]
    return hsv_to_rgb(np.column_stack(parts))


def section(t, corner, along, up, colours, side):
    """The grains on a face, as a picture (side, side, 3) from its lower corner on, with borders."""
    fine = 2 * side  # four points in a pixel
    steps = (np.arange(fine) + 0.5) / fine
    across, upwards = np.meshgrid(steps, steps)
    x = np.array(corner) + across[..., None] * np.array(along) + upwards[..., None] * np.array(up)
    grain = t.index(x.reshape(-1, 3)).reshape(fine, fine)
    picture = colours[grain]
    picture[:-1][grain[:-1] != grain[1:]] *= 0.25
    picture[:, :-1][grain[:, :-1] != grain[:, 1:]] *= 0.25
    return picture.reshape(side, 2, side, 2, 3).mean(axis=(1, 3))


def draw_cube(ax, t, side, rng):
    """The three faces that are seen, as sections through the grains."""
    colours = colours_of(len(t.sites), rng)
    for corner, along, up, light in FACES:
        picture = light * section(t, corner, along, up, colours, side)
        origin, first, second = (np.array(v) @ ON_PAPER for v in (corner, along, up))
        to_paper = Affine2D(
            np.array(
                [(*pair, shift) for *pair, shift in zip(first, second, origin, strict=True)]
                + [(0, 0, 1)]
            )
        )
        ax.imshow(
            picture,
            origin="lower",
            extent=(0, 1, 0, 1),
            interpolation="antialiased",
            transform=to_paper + ax.transData,
            clip_on=False,
        )
        outline = np.array([origin, origin + first, origin + first + second, origin + second])
        ax.add_collection(PolyCollection([outline], facecolor="none", edgecolor=INK, linewidth=0.8))
    ax.set(xlim=(-0.02, np.sqrt(3) + 0.02), ylim=(-0.52, 1.52), aspect="equal")
    ax.axis("off")


def volume_axis(ax):
    ax.set(xscale="log", xlabel="volume / mean")
    ax.set_xticks([0.2, 0.5, 1, 2, 5], ["0.2", "0.5", "1", "2", "5"])
    ax.set_xticks([], minor=True)


def draw_histogram(ax, volumes, reached):
    """Both in units of the mean, on a logarithmic axis."""
    bins = np.geomspace(*(np.array([0.98, 1.02]) * [volumes.min(), volumes.max()]), 41)
    size = len(volumes)
    ax.hist(size * reached, size * bins, color="#6f9fb5", label="reached")
    ax.hist(size * volumes, size * bins, color=ASKED, histtype="step", linewidth=1.2, label="asked")
    ax.set_ylabel("grains")
    volume_axis(ax)
    ax.legend(frameon=False)


def draw_faces(ax, volumes, faces):
    """How many neighbours a grain has: more, the larger it is."""
    size = len(volumes)
    ax.plot(size * volumes, faces, ".", color=INK, markersize=2, alpha=min(1, 1500 / size))
    ax.set_ylabel("neighbours")
    volume_axis(ax)


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("-n", "--grains", type=int, default=10_000, help="default: %(default)s")
    parser.add_argument("--sigma", type=float, default=0.5, help="of the logarithms of the volumes")
    parser.add_argument("--moves", type=int, default=5, help="default: %(default)s")
    parser.add_argument("--pixels", type=int, default=800, help="along an edge of the cube")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument(
        "-o", "--output", type=Path, default="grains.png", help="default: %(default)s"
    )
    parser.add_argument("--vtk", type=Path, default="grains.vtu", help="default: %(default)s")
    args = parser.parse_args()

    rng = np.random.default_rng(args.seed)
    volumes = rng.lognormal(sigma=args.sigma, size=args.grains)
    volumes /= volumes.sum()
    start = time.process_time()
    t = polycrystal(volumes, args.moves, rng)
    seconds = time.process_time() - start
    reached = t.diagram.volumes
    neighbours = np.diff(t.diagram.adjacency().indptr)
    print(f"{args.grains} grains, {args.moves + 1} solves: {seconds:.1f} s of processor time")
    print(
        f"volumes from {volumes.min() * args.grains:.3f} to {volumes.max() * args.grains:.3f} "
        f"of the mean, right to {np.max(np.abs(reached / volumes - 1)):.0e}"
    )
    print(
        f"neighbours: {neighbours.mean():.2f} on average, {neighbours.min()} to {neighbours.max()}"
    )

    figure = Figure(figsize=(11, 6.6), facecolor=PAPER, layout="constrained")
    axes = figure.subplot_mosaic(
        [["cube", "volumes"], ["cube", "neighbours"]], width_ratios=[1.9, 1]
    )
    draw_cube(axes["cube"], t, args.pixels, rng)
    draw_histogram(axes["volumes"], volumes, reached)
    draw_faces(axes["neighbours"], volumes, neighbours)
    for ax in axes.values():
        ax.set_facecolor(PAPER)
        ax.spines[["top", "right"]].set_visible(False)
    figure.savefig(args.output, dpi=150, facecolor=PAPER)
    print(f"figure: {args.output}")
    file = t.diagram.to_vtk(args.vtk, neighbours=neighbours)
    print(f"cells: {file}, {file.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
