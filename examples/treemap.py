"""A tree as a map: cells within cells, four levels deep, whose areas are the shares of the files.

Each folder's cell is divided among what is in it, in proportion to the lines of text there: power
cells of given areas, of which some tens of steps of Lloyd's method make compact ones. All cells are
convex, as those of all other treemaps of polygons are [Balzer and Deussen 2005], and their areas
are exact.

    python examples/treemap.py                           # this library
    python examples/treemap.py folder -o folder.svg
"""

import argparse
import colorsys
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import brenier
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

LEVELS = 4
ROOT = Path(__file__).resolve().parent.parent
TEXT = (".cpp", ".hpp", ".py", ".pyi", ".md")
INK, PAPER = "#22303c", "#fdfaf3"
COLOURS = ("#8fbcb0", "#ecc886", "#d98f79", "#93a8c9", "#c8d196", "#cba7bc")
BORDERS = (5, 2.2, 1, 0.4)  # of the cells of each level; this and the names' sizes are in points
LARGEST, SMALLEST = (30, 17, 11, 8), (9, 5, 4.2, 3.8)


@dataclass
class Node:
    """A folder, or a file, or what is more than four levels deep; and its cell."""

    name: str
    lines: int
    children: list["Node"] = field(default_factory=list)
    cell: np.ndarray | None = None


def read(path, levels=LEVELS):
    """The tree of a folder, down to so many levels, without what is hidden or empty."""
    if path.is_file():
        counts = path.suffix in TEXT
        lines = len(path.read_text("utf-8", errors="replace").splitlines()) if counts else 0
        return Node(path.name, lines)
    inside = sorted(p for p in path.iterdir() if not p.name.startswith((".", "_", "build")))
    children = [node for node in (read(p, levels - 1) for p in inside) if node.lines]
    total = sum(node.lines for node in children)
    return Node(path.name, total, children if levels > 0 else [])


def divide(node, rng):
    """Give the children of a node, and theirs, cells in the node's cell."""
    if not node.children:
        return
    shares = np.array([child.lines for child in node.children]) / node.lines
    domain = brenier.Uniform(node.cell)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)  # tens of steps are enough
        q = brenier.quantize(len(shares), domain, masses=shares, rng=rng, max_iter=60)
    for i, child in enumerate(node.children):
        (child.cell,) = q.diagram.cell(i)
        divide(child, rng)


def nodes_of(node, level=0):
    """The nodes below this one, with their levels, from 0, and the indices of their branches."""
    for k, child in enumerate(node.children):
        yield child, level, k
        for inner, depth, _ in nodes_of(child, level + 1):
            yield inner, depth, k


def area(polygon):
    x, y = polygon.T
    return 0.5 * (x @ np.roll(y, -1) - y @ np.roll(x, -1))


def shade(colour, rng):
    """A colour like this one, a little lighter or darker."""
    hue, light, saturation = colorsys.rgb_to_hls(*to_rgb(colour))
    return colorsys.hls_to_rgb(hue, np.clip(light + rng.uniform(-0.07, 0.1), 0, 0.93), saturation)


def width_at(polygon, y):
    """How wide a convex polygon is at a height, and the middle there."""
    start, end = polygon, np.roll(polygon, -1, axis=0)
    crossed = (start[:, 1] > y) != (end[:, 1] > y)
    a, b = start[crossed], end[crossed]
    x = a[:, 0] + (y - a[:, 1]) / (b[:, 1] - a[:, 1]) * (b[:, 0] - a[:, 0])
    return np.ptp(x), x.mean()


def write_name(ax, node, level, inches, taken):
    """Write a name across its cell where it can be read, and none lies that is written already."""
    name = node.name.partition(".")[0]
    for share in (0, 0.12, -0.12, 0.24, -0.24):
        y = node.cell[:, 1].mean() + share * np.ptp(node.cell[:, 1])
        width, x = width_at(node.cell, y)
        size = 72 * inches * min(0.8 * width / (0.65 * len(name)), 0.3 * np.sqrt(area(node.cell)))
        size = min(size, LARGEST[level])
        if size < SMALLEST[level]:
            continue
        half = size / (72 * inches) * np.array([0.33 * len(name), 0.6])
        low, high = np.subtract((x, y), half), np.add((x, y), half)
        if any(np.all((low < far) & (near < high)) for near, far in taken):
            continue
        taken.append((low, high))
        ax.text(
            x,
            y,
            name,
            size=size,
            color=INK,
            ha="center",
            va="center",
            weight="bold" if level < 2 and node.children else "normal",
            alpha=(1, 0.85, 0.8, 0.8)[level],
            path_effects=[withStroke(linewidth=size / 6, foreground=PAPER, alpha=0.6)],
        )
        return


def draw(tree, rng, inches=11):
    figure = Figure(figsize=(inches, 0.72 * inches), facecolor=PAPER)
    ax = figure.add_axes((0.01, 0.01, 0.98, 0.98))
    nodes = list(nodes_of(tree))
    leaves = [(node, k) for node, _, k in nodes if not node.children]
    fills = [shade(COLOURS[k % len(COLOURS)], rng) for _, k in leaves]
    ax.add_collection(PolyCollection([node.cell for node, _ in leaves], facecolors=fills))
    for level in reversed(range(LEVELS)):
        cells = [node.cell for node, depth, _ in nodes if depth == level]
        lines = PolyCollection(
            cells, facecolors="none", edgecolors=PAPER, linewidths=BORDERS[level], joinstyle="round"
        )
        ax.add_collection(lines)
    taken = []
    for node, level, _ in sorted(nodes, key=lambda row: row[1]):
        if not node.children or level < 2:
            write_name(ax, node, level, 0.98 * inches / np.ptp(tree.cell[:, 0]), taken)
    ax.set(xlim=tree.cell[:, 0][[0, 1]], ylim=tree.cell[:, 1][[0, 2]], aspect="equal")
    ax.axis("off")
    return figure


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, nargs="?", default=ROOT, help="default: brenier's own")
    parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")
    parser.add_argument("-o", "--output", type=Path, default="treemap.png", help=".png or .svg")
    args = parser.parse_args()

    rng = np.random.default_rng(args.seed)
    tree = read(args.folder)
    tree.cell = np.array([(0, 0), (1, 0), (1, 0.72), (0, 0.72)])
    divide(tree, rng)
    print(f"{args.folder.resolve().name}: {tree.lines:,} lines")
    whole = area(tree.cell)
    for level in range(LEVELS):
        nodes = [node for node, depth, _ in nodes_of(tree) if depth == level]
        worst = max(
            (abs(area(n.cell) / whole * tree.lines / n.lines - 1) for n in nodes), default=0
        )
        print(f"  level {level + 1}: {len(nodes):4d} cells, areas right to {worst:.0e}")
    draw(tree, rng).savefig(args.output, dpi=150)
    print(f"figure: {args.output}")


if __name__ == "__main__":
    main()
