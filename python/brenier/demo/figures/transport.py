"""The transport: its cells, its potential, its convergence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

import brenier
from brenier import plot
from brenier.demo.figures.canvas import blank, class_colours, figure_of, label_classes, square

if TYPE_CHECKING:
    from brenier.demo.story import Story

_WIDEST = 5  # powers of two that the colours of the cells' masses tell apart, up and down


def draw_cells(story: Story) -> Any:
    """Draw Voronoi and power cells by the error of their mass, and power cells by class."""
    from matplotlib.colors import Normalize

    voronoi, power = brenier.PowerDiagram(story.codes), story.map.transport.diagram
    target = story.map.transport.masses
    figure, axes = figure_of(3, 4.25)
    titles = ("Voronoi cells of the codes", "power cells of the transport")
    for ax, d, title in zip(axes, (voronoi, power), titles, strict=False):
        with np.errstate(divide="ignore"):
            ratio = np.log2(d.masses / target)
        norm = Normalize(-_WIDEST, _WIDEST)
        plot.diagram(d, ax, values=ratio, cmap="PuOr_r", sites=False, norm=norm)
        error = np.abs(d.masses / target - 1).max()
        ax.set_title(f"{title}\nlargest relative error {error:.2g}")
    bar = figure.colorbar(
        axes[0].collections[0], ax=axes[0], location="left", shrink=0.8, extend="both"
    )
    bar.set_label("mass of the cell / its target")
    powers = range(-_WIDEST, _WIDEST + 1)
    bar.set_ticks(list(powers), labels=[f"{2**k}" if k >= 0 else f"1/{2**-k}" for k in powers])
    plot.diagram(power, axes[2], values=class_colours(story), sites=False)
    label_classes(axes[2], story, story.map.transport.centroids, 15)
    axes[2].set_title("the same power cells,\ncoloured by the class of their code")
    for ax in axes:
        square(ax)
    return figure


def draw_potential(story: Story) -> Any:
    """Draw the Brenier potential, its pieces coloured by class."""
    from matplotlib.ticker import MaxNLocator

    figure = blank((8, 6.6))
    ax = figure.add_subplot(projection="3d")
    plot.potential(
        story.map.transport, ax, values=class_colours(story), edgecolor="white", linewidth=0.25
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
    figure = blank((7.5, 5))
    ax = figure.add_subplot()
    plot.convergence(story.map.transport, ax)
    seconds = float(story.map.transport.history.seconds[-1])
    ax.set_title(f"{len(story.codes)} codes solved in {seconds:.2g} s")
    return figure
