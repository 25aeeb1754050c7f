"""A country in districts of equal area, around holes and over islands.

If everyone belongs to the nearest of n centres, the districts differ in area, however well the
centres are placed. Power cells can be given equal areas, and some tens of steps of Lloyd's method
move each centre to the middle of its district, which makes the districts compact.

    python examples/districts.py                              # South Africa and Italy
    python examples/districts.py map.geojson -n 100 -o map.svg
"""

import argparse
import json
from pathlib import Path

import brenier
import brenier.plot
import numpy as np
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

DATA = Path(__file__).parent / "data"
MAPS = [DATA / "south_africa.geojson", DATA / "italy.geojson"]
EARTH = 6371.007  # km; a ball of this radius has the Earth's surface area
INK, PAPER = "#22303c", "#fdfaf3"
COLOURS = ("#8fbcb0", "#ecc886", "#d98f79", "#93a8c9", "#c8d196", "#cba7bc")


def read(path):
    """The uniform density on a map in GeoJSON, in km on the plane."""
    degrees = brenier.Uniform(json.loads(path.read_text(encoding="utf-8")))
    return brenier.Uniform(project(degrees.rings))


def project(rings):
    """Longitudes and latitudes to km, by Lambert's azimuthal projection, which keeps areas."""
    ball = []
    for ring in rings:
        longitude, latitude = np.radians(ring).T
        flat = np.cos(latitude)
        across = flat * np.cos(longitude), flat * np.sin(longitude)
        ball.append(np.column_stack([*across, np.sin(latitude)]))
    up = np.concatenate(ball).mean(axis=0)  # the middle of the map, where all is undistorted
    up /= np.linalg.norm(up)
    east = np.cross((0, 0, 1), up)
    east /= np.linalg.norm(east)
    axes = np.column_stack([east, np.cross(up, east)])
    return [EARTH * np.sqrt(2 / (1 + p @ up))[:, None] * (p @ axes) for p in ball]


def colour(diagram):
    """Number the colours of the cells (n,): six are enough for any map.

    One of a map's countries has at most five neighbours. Put it aside, and so on with the rest: in
    the opposite order, each has at most five neighbours that are coloured before.
    """
    lengths = diagram.adjacency()
    neighbours = [set(row) for row in np.split(lengths.indices, lengths.indptr[1:-1])]
    rest, order = set(range(len(diagram))), []
    while rest:
        order.append(min(rest, key=lambda i: len(neighbours[i] & rest)))
        rest.remove(order[-1])
    colours = {}
    for i in reversed(order):
        taken = [colours.get(j) for j in neighbours[i]]
        used = [*colours.values()]
        # In several pieces a cell may have more neighbours; then the rarest colour comes twice.
        colours[i] = min(range(len(COLOURS)), key=lambda c: (c in taken, used.count(c)))
    return [colours[i] for i in range(len(diagram))]


def row(name, diagram, country):
    """Print a line of the table."""
    areas = country.area * diagram.masses
    offsets = np.sum((diagram.centroids - diagram.sites) ** 2, axis=1)
    distance = np.sqrt(np.sum(diagram.second_moments + diagram.masses * offsets))
    print(f"  {name:<36}{areas.min():>10,.0f}{areas.max():>10,.0f}{distance:>12.1f}")


def draw(ax, q):
    d = q.diagram
    fills = np.array([to_rgb(c) for c in COLOURS])[colour(d)]
    brenier.plot.diagram(d, ax, values=fills, sites=False, edgecolor=PAPER, linewidth=1)
    for ring in d.source.rings:
        ax.fill(*ring.T, facecolor="none", edgecolor=INK, linewidth=0.8, joinstyle="round")
    ax.plot(*q.sites.T, ".", color=INK, markersize=4)
    xmin, ymin, xmax, _ = d.source.bounds
    scale = max(s for s in (1, 2, 5, 10, 20, 50, 100, 200, 500) if s <= max(1, (xmax - xmin) / 5))
    ax.plot([xmax - scale, xmax], [ymin, ymin], color=INK, linewidth=1.5, solid_capstyle="butt")
    ax.annotate(f"{scale} km", (xmax - scale / 2, ymin), (0, 4), textcoords="offset points",
                ha="center", color=INK, fontsize=8)  # fmt: skip
    ax.axis("off")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", type=Path, nargs="*", default=MAPS, help="GeoJSON")
    parser.add_argument("-n", "--districts", type=int, default=40, help="default: %(default)s")
    parser.add_argument("--steps", type=int, default=300, help="default: %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("-o", "--output", type=Path, default="districts.png", help=".png or .svg")
    args = parser.parse_args()

    countries = [read(file) for file in args.files]
    extents = [np.subtract(c.bounds[2:], c.bounds[:2]) for c in countries]
    widths = [width / height for width, height in extents]
    figure = Figure(figsize=(6 * sum(widths), 6), facecolor=PAPER, layout="constrained")
    panels = figure.subplots(1, len(countries), width_ratios=widths, squeeze=False)
    print(f"{'':<38}{'areas, km²':>20}{'distance':>12}")
    for file, country, ax in zip(args.files, countries, panels.flat, strict=True):
        start = country.sample(args.districts, rng=args.seed)
        drawn = brenier.PowerDiagram(start, source=country)
        free = brenier.quantize(start, country, max_iter=args.steps)
        equal = brenier.quantize(start, country, masses="equal", max_iter=args.steps)
        print(f"{file.stem}: {country.area:,.0f} km² in {args.districts} districts")
        row("nearest of points drawn at random", drawn, country)
        row(f"nearest of these, after {free.nit} moves", free.diagram, country)
        row(f"equal areas, after {equal.nit} moves", equal.diagram, country)
        draw(ax, equal)
    print("\nareas     of the smallest and the largest district")
    print("distance  to the centre, root mean square, in km")
    figure.savefig(args.output, dpi=150)
    print(f"\nfigure: {args.output}")


if __name__ == "__main__":
    main()
