"""The demo's figures, drawn without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brenier.demo.figures.codes import draw_codes
from brenier.demo.figures.interpolation import draw_interpolation
from brenier.demo.figures.pictures import draw_pictures, draw_singular_set
from brenier.demo.figures.transport import draw_cells, draw_convergence, draw_potential

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brenier.demo.story import Story

__all__ = ["draw_all"]


def draw_all(story: Story, folder: Path) -> tuple[str, ...]:
    """Draw every figure into the folder, and return the files' names."""
    figures: dict[str, Callable[[Story], Any]] = {
        "codes.png": draw_codes,
        "cells.png": draw_cells,
        "potential.png": draw_potential,
        "convergence.png": draw_convergence,
        "pictures.png": draw_pictures,
        "interpolation.png": draw_interpolation,
    }
    if story.comparison.only is not None:
        figures["singular.png"] = draw_singular_set
    for name, draw in figures.items():
        draw(story).savefig(folder / name, dpi=150)
    return tuple(figures)
