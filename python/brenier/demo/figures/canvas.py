"""What the figures share: paper, colours of classes, and sheets of judged pictures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from brenier import plot
from brenier.demo.classifier import CONFIDENCE
from brenier.demo.packages import require
from brenier.plot._axes import INK, ORANGE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brenier.demo.judge import Judged
    from brenier.demo.story import Story

# Tol's muted palette, told apart by colour-blind readers, and a grey.
_PALETTE = (
    "#332288", "#cc6677", "#117733", "#ddcc77", "#88ccee",
    "#aa4499", "#44aa99", "#882255", "#999933", "#8c8c8c",
)  # fmt: skip
UNRECOGNISED = ORANGE
WIDTH = 12.0  # inches, in which titles of the usual size can be read on a page


def figure_of(columns: int, height: float) -> tuple[Any, Any]:
    """Return a figure, and its row of axes."""
    figure = blank((WIDTH, height))
    return figure, figure.subplots(1, columns, squeeze=False)[0]


def blank(size: tuple[float, float]) -> Any:
    """Return a figure of so many inches."""
    figure = require("matplotlib.figure").Figure(figsize=size, layout="constrained")
    figure.get_layout_engine().set(h_pad=0.08)
    return figure


def square(ax: Any) -> None:
    """Show the unit square, without ticks."""
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])


def class_colours(story: Story) -> NDArray[np.float64]:
    """Return the colour of each code's class, (n, 4)."""
    from matplotlib.colors import to_rgba_array

    palette = to_rgba_array(_PALETTE)
    _, number = np.unique(story.split.model.labels, return_inverse=True)
    colours: NDArray[np.float64] = palette[number % len(palette)]
    return colours


def label_classes(ax: Any, story: Story, points: NDArray[np.float64], size: float) -> None:
    """Write each class where one of the points (n, 2) of its codes lies in their midst."""
    labels = story.split.model.labels
    for label in np.unique(labels):
        members = points[labels == label]
        # The member nearest to the median: between two clusters the median lies in neither.
        distance = np.linalg.norm(members - np.median(members, axis=0), axis=1)
        write(ax, members[np.argmin(distance)], str(label), size)


def write(ax: Any, point: NDArray[np.float64], text: str, size: float) -> None:
    """Write what can be read on any colour."""
    from matplotlib.patheffects import withStroke

    ax.text(
        *point, text, fontsize=size, weight="bold", color=INK, ha="center", va="center",
        path_effects=[withStroke(linewidth=size / 5, foreground="white")],
    )  # fmt: skip


def draw_sheet(ax: Any, judged: Judged, count: int, columns: int | None = None) -> None:
    """Draw the first pictures, and frame those that the judge does not recognise."""
    shown = judged.images[:count]
    columns = math.ceil(math.sqrt(len(shown))) if columns is None else columns
    plot.images(shown, ax, columns=columns, vmin=0, vmax=1)
    frame_unrecognised(ax, judged.confidence[:count], columns)


def frame_unrecognised(ax: Any, confidence: NDArray[np.float64], columns: int) -> int:
    """Frame the pictures of a sheet of which the judge is not sure enough; return how many."""
    from matplotlib.patches import Rectangle

    unsure = np.flatnonzero(confidence < CONFIDENCE)
    for k in unsure:
        corner = k % columns + 0.05, k // columns + 0.05
        ax.add_patch(Rectangle(corner, 0.9, 0.9, fill=False, color=UNRECOGNISED, linewidth=1.2))
    return len(unsure)
