"""The demo's figures, drawn without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import brenier
from brenier import plot
from brenier.demo.classifier import CONFIDENCE
from brenier.demo.packages import require

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from brenier.demo.pipeline import Story

# Tol's muted palette, told apart by colour-blind readers, and a grey.
_PALETTE = (
    "#332288", "#cc6677", "#117733", "#ddcc77", "#88ccee",
    "#aa4499", "#44aa99", "#882255", "#999933", "#8c8c8c",
)  # fmt: skip
_INK = "#22303c"
_UNRECOGNISED = "#d55e00"
_GRID = 240  # pixels of the map of confidence, across
_PICTURES = 144
_WIDEST = 5  # powers of two that the colours of the cells' masses tell apart, up and down


def draw_all(story: Story, folder: Path) -> tuple[str, ...]:
    """Draw every figure into the folder, and return the files' names."""
    figures: dict[str, Callable[[Story], Any]] = {
        "codes.png": draw_codes,
        "cells.png": draw_cells,
        "potential.png": draw_potential,
        "convergence.png": draw_convergence,
        "pictures.png": draw_pictures,
    }
    for name, draw in figures.items():
        draw(story).savefig(folder / name, dpi=150)
    return tuple(figures)


def draw_codes(story: Story) -> Any:
    """Draw the codes by class, and how sure the judge is of what lies between them."""
    figure, (left, right) = _figure((13, 6.2), columns=2)
    left.scatter(*story.codes.T, s=9, c=_class_colours(story), linewidths=0)
    _label_clusters(left, story)
    left.set_title(f"{len(story.codes)} codes, one a real picture, coloured by class")
    centres = (np.arange(_GRID) + 0.5) / _GRID
    plane = np.stack(np.meshgrid(centres, centres), axis=-1).reshape(-1, 2)
    confidence = story.classifier.probabilities(story.decoder(plane)).max(axis=1)
    shown = right.imshow(
        confidence.reshape(_GRID, _GRID),
        origin="lower",
        extent=(0, 1, 0, 1),
        cmap="cividis",
        vmin=0,
        vmax=1,
    )
    right.plot(*story.codes.T, ".", color="white", markersize=1.2)
    share = np.mean(confidence >= CONFIDENCE)
    right.set_title(f"what the plane decodes to: {share:.0%} of it is recognised")
    figure.colorbar(shown, ax=right, label="the judge's confidence", shrink=0.85)
    for ax in (left, right):
        _square(ax)
    return figure


def draw_cells(story: Story) -> Any:
    """Draw Voronoi and power cells by the error of their mass, and power cells by class."""
    from matplotlib.colors import Normalize

    voronoi, power = brenier.PowerDiagram(story.codes), story.transport.diagram
    target = story.transport.masses
    figure, axes = _figure((17, 5.6), columns=3)
    titles = ("Voronoi cells of the codes", "power cells of the transport")
    for ax, d, title in zip(axes, (voronoi, power), titles, strict=False):
        with np.errstate(divide="ignore"):
            ratio = np.log2(d.masses / target)
        norm = Normalize(-_WIDEST, _WIDEST)
        plot.diagram(d, ax, values=ratio, cmap="PuOr_r", sites=d is voronoi, norm=norm)
        error = np.abs(d.masses / target - 1).max()
        ax.set_title(f"{title}: largest relative error {error:.2g}")
    bar = figure.colorbar(
        axes[0].collections[0], ax=axes[0], location="left", shrink=0.8, extend="both"
    )
    bar.set_label("mass of the cell / its target")
    powers = range(-_WIDEST, _WIDEST + 1)
    bar.set_ticks(list(powers), labels=[f"{2**k}" if k >= 0 else f"1/{2**-k}" for k in powers])
    plot.diagram(power, axes[2], values=_class_colours(story), sites=False)
    axes[2].set_title("the same power cells, coloured by the class of their code")
    for ax in axes:
        _square(ax)
    return figure


def draw_potential(story: Story) -> Any:
    """Draw the Brenier potential, its pieces coloured by class."""
    from matplotlib.ticker import MaxNLocator

    figure = _blank((8, 6.6))
    ax = figure.add_subplot(projection="3d")
    plot.potential(
        story.transport, ax, values=_class_colours(story), edgecolor="white", linewidth=0.25
    )
    ax.view_init(elev=32, azim=-68)
    ax.set_box_aspect((1, 1, 0.75), zoom=1.05)
    for axis in (ax.xaxis, ax.yaxis, ax.zaxis):
        axis.set_major_locator(MaxNLocator(3, steps=[1, 5, 10]))
    ax.set_title(
        "The Brenier potential: a plane over each cell, its slope the code,\n"
        "its colour the class; it creases where codes lie far apart"
    )
    return figure


def draw_convergence(story: Story) -> Any:
    """Draw the errors of the Newton steps."""
    figure, (ax,) = _figure((7.5, 5), columns=1)
    plot.convergence(story.transport, ax)
    seconds = float(story.transport.history.seconds[-1])
    ax.set_title(f"{len(story.codes)} codes solved in {seconds:.2g} s")
    return figure


def draw_pictures(story: Story) -> Any:
    """Draw naive beside transported pictures of the same noise."""
    figure, axes = _figure((14, 7.6), columns=2)
    both = (story.comparison.naive, story.comparison.transported)
    for ax, judged in zip(axes, both, strict=True):
        shown = judged.images[:_PICTURES]
        columns = int(np.ceil(np.sqrt(len(shown))))
        plot.images(shown, ax, columns=columns, vmin=0, vmax=1)
        for k in np.flatnonzero(judged.confidence[:_PICTURES] < CONFIDENCE):
            ax.add_patch(_frame(int(k) % columns, int(k) // columns))
        ax.set_title(f"{judged.row.name}: {judged.row.recognised:.0%} recognised")
    figure.get_layout_engine().set(wspace=0.06)
    figure.supxlabel(
        "The same noise left and right. Framed: not recognised with 90 % confidence.",
        color=_UNRECOGNISED,
    )
    return figure


def _frame(column: int, row: int) -> Any:
    from matplotlib.patches import Rectangle

    return Rectangle(
        (column + 0.05, row + 0.05), 0.9, 0.9, fill=False, color=_UNRECOGNISED, linewidth=1.3
    )


def _class_colours(story: Story) -> NDArray[np.float64]:
    from matplotlib.colors import to_rgba_array

    palette = to_rgba_array(_PALETTE)
    _, number = np.unique(story.split.model.labels, return_inverse=True)
    colours: NDArray[np.float64] = palette[number % len(palette)]
    return colours


def _label_clusters(ax: Any, story: Story) -> None:
    from matplotlib.patheffects import withStroke

    labels = story.split.model.labels
    for label in np.unique(labels):
        x, y = np.median(story.codes[labels == label], axis=0)
        ax.text(
            x, y, str(label), fontsize=20, weight="bold", color=_INK, ha="center", va="center",
            path_effects=[withStroke(linewidth=4, foreground="white")],
        )  # fmt: skip


def _square(ax: Any) -> None:
    ax.set_xlim(-0.02, 1.02)
    ax.set_ylim(-0.02, 1.02)
    ax.set_aspect("equal")
    ax.set_xticks([])
    ax.set_yticks([])


def _figure(size: tuple[float, float], columns: int) -> tuple[Any, Any]:
    figure = _blank(size)
    return figure, figure.subplots(1, columns, squeeze=False)[0]


def _blank(size: tuple[float, float]) -> Any:
    return require("matplotlib.figure").Figure(figsize=size, layout="constrained")
