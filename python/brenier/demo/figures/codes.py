"""The codes, and what lies between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from brenier.demo.classifier import CONFIDENCE
from brenier.demo.figures.canvas import class_colours, figure_of, label_classes, square

if TYPE_CHECKING:
    from brenier.demo.story import Story

_GRID = 240  # pixels of the map of confidence, across


def draw_codes(story: Story) -> Any:
    """Draw the codes by class, and how sure the judge is of what lies between them."""
    figure, (left, right) = figure_of(2, 5.8)
    left.scatter(*story.codes.T, s=9, c=class_colours(story), linewidths=0)
    label_classes(left, story, story.codes, 20)
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
    right.plot(*story.codes.T, ".", color="black", markersize=2, markeredgewidth=0)
    share = np.mean(confidence >= CONFIDENCE)
    right.set_title(f"what the plane decodes to: {share:.0%} of it is recognised")
    figure.colorbar(shown, ax=right, label="the judge's confidence", shrink=0.85)
    for ax in (left, right):
        square(ax)
    return figure
