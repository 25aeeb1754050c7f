"""Decoded pictures side by side, unrecognised ones framed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brenier import plot
from brenier.demo.figures.canvas import (
    UNRECOGNISED,
    WIDTH,
    blank,
    class_colours,
    draw_sheet,
    figure_of,
    label_classes,
    square,
)

if TYPE_CHECKING:
    from brenier.demo.story import Story

_ON_A_SHEET = 100
_ON_A_NARROW_SHEET = 70
_NARROW = 7  # pictures


def draw_pictures(story: Story) -> Any:
    """Draw pictures of naive noise, of noise sent to codes, and of noise sent between them."""
    c = story.comparison
    figure, axes = figure_of(3, 4.7)
    titles = ("naive noise", "sent to codes", "sent between codes, gaps avoided")
    kinds = (c.naive, c.transported, c.reject)
    for ax, judged, title in zip(axes, kinds, titles, strict=True):
        draw_sheet(ax, judged, _ON_A_SHEET)
        ax.set_anchor("S")
        ax.set_title(
            f"{title}\n{judged.row.recognised:.0%} recognised, {judged.row.new_pictures:.0%} new"
        )
    _explain_frames(figure)
    return figure


def draw_singular_set(story: Story) -> Any:
    """Draw the singular set over the cells, and pictures from there beside others."""
    only, reject = story.comparison.only, story.comparison.reject
    assert only is not None
    figure = blank((WIDTH, 5.4))
    cells, left, right = figure.subplots(1, 3, width_ratios=(1.5, 1, 1))
    plot.diagram(
        story.map.transport.diagram, cells, values=class_colours(story), sites=False, alpha=0.55
    )
    plot.singular_set(story.map, cells, color="black", alpha=0.5, linewidth=1.5)
    label_classes(cells, story, story.map.transport.centroids, 17)
    square(cells)
    share = story.comparison.singular_share
    cells.set_title(f"the singular set over the cells:\n{share:.0%} of the noise lies there")
    for ax, judged, title in ((left, only, "decoded from there"), (right, reject, "elsewhere")):
        draw_sheet(ax, judged, _ON_A_NARROW_SHEET, _NARROW)
        ax.set_title(f"{title}:\n{judged.row.recognised:.0%} recognised")
    _explain_frames(figure)
    return figure


def _explain_frames(figure: Any) -> None:
    figure.get_layout_engine().set(wspace=0.05)
    figure.supxlabel("Framed: not recognised with 90 % confidence.", color=UNRECOGNISED)
