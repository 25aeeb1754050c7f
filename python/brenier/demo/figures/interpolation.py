"""A straight way through the source, its images among the codes, and pictures along it."""

from __future__ import annotations

from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

import numpy as np

from brenier import plot
from brenier.demo.figures.canvas import (
    UNRECOGNISED,
    WIDTH,
    blank,
    class_colours,
    frame_unrecognised,
    label_classes,
    square,
    write,
)
from brenier.demo.walk import find_walk
from brenier.plot._axes import INK

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brenier.demo.story import Story
    from brenier.demo.walk import Walk

_PICTURES = 25


def draw_interpolation(story: Story) -> Any:
    """Draw a segment that crosses creases, where it leads, and what is decoded along it."""
    walk = find_walk(story.map, story.seed)
    shown = np.linspace(0, len(walk.points) - 1, _PICTURES).round().astype(int)
    figure = blank((WIDTH, 8.2))
    rows = figure.subfigures(2, 1, height_ratios=(3.4, 1))
    source, codes = rows[0].subplots(1, 2)
    through, straight = rows[1].subplots(2, 1)

    plot.diagram(
        story.map.transport.diagram, source, values=class_colours(story), sites=False, alpha=0.55
    )
    plot.singular_set(story.map, source, color="black", alpha=0.4, creases=False)
    _draw_way(source, walk.points, walk)
    source.set_title("a straight way through the source; shaded: the singular set")

    codes.scatter(*story.codes.T, s=9, c=class_colours(story), linewidths=0)
    _draw_way(codes, walk.latents, walk)
    codes.plot(*walk.latents[[0, -1]].T, "--", color=INK, linewidth=1, zorder=2)
    codes.set_title("where the continuous map takes it, among the codes")
    for ax, points in ((source, story.map.transport.centroids), (codes, story.codes)):
        label_classes(ax, story, points, 15)
        square(ax)

    missed = _draw_strip(through, story, walk.latents[shown])
    through.set_title(
        f"along the way through the continuous map; framed: {missed} not recognised", loc="left"
    )
    _mark_gaps(through, walk)
    pace = np.linspace(0, 1, _PICTURES)[:, None]
    missed = _draw_strip(straight, story, walk.latents[0] * (1 - pace) + walk.latents[-1] * pace)
    straight.set_title(
        f"along the dashed way, straight to the same end: {missed} not recognised", loc="left"
    )
    return figure


def _draw_way(ax: Any, way: NDArray[np.float64], walk: Walk) -> None:
    """Draw the way, its singular parts in colour, its creases with letters beside them."""
    ax.plot(*way.T, color=INK, linewidth=2)
    gaps = np.where(walk.singular[:, None], way, np.nan)
    ax.plot(*gaps.T, color=UNRECOGNISED, linewidth=3)
    ax.plot(*way[[0, -1]].T, "o", color=INK, markersize=7)
    for letter, crease in zip(ascii_lowercase, walk.creases, strict=False):
        write(ax, way[crease] + np.array([0.03, 0.015]), letter, 15)


def _draw_strip(ax: Any, story: Story, latents: NDArray[np.float64]) -> int:
    """Draw decoded latents in one row; return how many are not recognised."""
    images = story.decoder(latents)
    plot.images(images, ax, columns=len(images), vmin=0, vmax=1)
    confidence = story.classifier.probabilities(images).max(axis=1)
    return frame_unrecognised(ax, confidence, len(images))


def _mark_gaps(strip: Any, walk: Walk) -> None:
    """Draw a bar below the singular pictures of a strip, with the letter of its crease."""
    width = _PICTURES / len(walk.points)  # of a step, in pictures
    height = 1.15
    gaps = np.flatnonzero(np.diff(walk.singular, prepend=False, append=False)).reshape(-1, 2)
    for begin, end in gaps:
        strip.plot(
            [begin * width, end * width], [height, height],
            color=UNRECOGNISED, linewidth=5, solid_capstyle="butt", clip_on=False,
        )  # fmt: skip
        for letter, crease in zip(ascii_lowercase, walk.creases, strict=False):
            if begin <= crease < end:
                write(strip, np.array([end * width + 0.2, height]), letter, 13)
