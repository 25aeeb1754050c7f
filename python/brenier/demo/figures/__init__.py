"""The demo's figures, drawn without a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brenier._files import whole_file
from brenier.demo.figures.codes import draw_codes
from brenier.demo.figures.interpolation import draw_interpolation
from brenier.demo.figures.pictures import draw_pictures, draw_singular_set
from brenier.demo.figures.transport import draw_cells, draw_convergence, draw_potential

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from brenier.demo.story import Story

__all__ = ["NAMES", "draw_all"]


_FIGURES: dict[str, Callable[[Story], Any]] = {
    "codes.png": draw_codes,
    "cells.png": draw_cells,
    "potential.png": draw_potential,
    "convergence.png": draw_convergence,
    "pictures.png": draw_pictures,
    "interpolation.png": draw_interpolation,
    "singular.png": draw_singular_set,
}
NAMES = tuple(_FIGURES)


def draw_all(story: Story, folder: Path, *, overwrite: bool) -> tuple[str, ...]:
    """Draw every figure into the folder, and return the files' names.

    Without noise that lies on the singular set there is no picture of it.
    """
    names = [n for n in NAMES if n != "singular.png" or story.comparison.only is not None]
    for name in names:
        figure = _FIGURES[name](story)
        with whole_file(folder / name, overwrite=overwrite) as draft:
            figure.savefig(draft, dpi=150)
    return tuple(names)
