"""Panels of small pictures, as SVG: cells, dots and pixels, of a size that does not grow with n."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arrays import FloatArray
from brenier._notebook.png import png_address

__all__ = ["Panel", "colours_of_places", "picture", "shades"]

Bytes = npt.NDArray[np.uint8]

_SIDE = 170.0  # of a panel, in pixels of CSS
_GAP = 14.0
_PIXELS = 96  # of an image, along its longer side
_DOTS = 600  # at most, of all sites
_LEVELS = 12  # of each colour among dots, so that those of one colour are one path
_BORDER = "rgba(128,128,128,0.7)"
_PALE, _DEEP = np.array([214, 228, 240]), np.array([38, 92, 140])


@dataclass(frozen=True)
class Panel:
    """A rectangle of the plane on a square of the picture, with what is drawn on it so far."""

    lower: FloatArray
    upper: FloatArray
    parts: tuple[str, ...] = ()

    @classmethod
    def over(cls, bounds: Sequence[float]) -> Panel:
        """An empty panel over (xmin, ymin, xmax, ymax)."""
        lower, upper = np.array(bounds, dtype=float).reshape(2, 2)
        return cls(lower, upper)

    @classmethod
    def around(cls, points: FloatArray) -> Panel:
        """An empty panel over all points."""
        return cls(points.min(axis=0), points.max(axis=0))

    def with_cells(self, cells: Any, colours: Bytes) -> Panel:
        """Draw cells, each in its colour (n, 3)."""
        drawn = []
        for rings, colour in zip(cells, colours, strict=True):
            if rings:
                outline = "".join(f"M{'L'.join(_pairs(self._placed(ring)))}Z" for ring in rings)
                drawn.append(f'<path d="{outline}" fill="{_hex(colour)}"/>')
        style = f'fill-rule="evenodd" stroke="{_BORDER}" stroke-width="0.5"'
        return self._with(f"<g {style}>{''.join(drawn)}</g>")

    def with_dots(self, points: FloatArray, colours: Bytes) -> Panel:
        """Draw dots, each in its colour (n, 3), but no more than are seen apart."""
        step = -(-len(points) // _DOTS)
        points, coarse = points[::step], colours[::step] // _LEVELS * _LEVELS
        width = min(max(60.0 / np.sqrt(len(points)), 2.2), 6.0)
        drawn = []
        for colour in np.unique(coarse, axis=0):
            here = _pairs(self._placed(points[np.all(coarse == colour, axis=1)]))
            drawn.append(f'<path d="M{"h0M".join(here)}h0" stroke="{_hex(colour)}"/>')
        style = f'stroke-width="{width:.1f}" stroke-linecap="round"'
        return self._with(f"<g {style}>{''.join(drawn)}</g>")

    def with_pixels(self, pixels_of: Callable[[FloatArray], Bytes]) -> Panel:
        """Draw an image of the bytes (k, 4) that a function gives for points (k, 2)."""
        size = self._size
        width, height = (max(round(_PIXELS * part), 1) for part in size / size.max())
        x = self.lower[0] + (np.arange(width) + 0.5) / width * (self.upper[0] - self.lower[0])
        y = self.upper[1] - (np.arange(height) + 0.5) / height * (self.upper[1] - self.lower[1])
        grid = np.stack(np.meshgrid(x, y), axis=-1)
        pixels = pixels_of(grid.reshape(-1, 2)).reshape(height, width, 4)
        (left, top), (right, bottom) = self._placed(
            np.array([[self.lower[0], self.upper[1]], [self.upper[0], self.lower[1]]])
        )
        place = f'x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}"'
        return self._with(
            f'<image {place} height="{bottom - top:.1f}" preserveAspectRatio="none" '
            f'href="{png_address(pixels)}"/>'
        )

    def _with(self, part: str) -> Panel:
        return Panel(self.lower, self.upper, (*self.parts, part))

    @property
    def _size(self) -> FloatArray:
        """Width and height; of a single place, those of a square around it."""
        size = self.upper - self.lower
        floor = 1e-3 * size.max()
        return np.maximum(size, floor) if floor > 0 else np.ones(2)

    def _placed(self, points: FloatArray) -> FloatArray:
        """Coordinates (k, 2) on the panel, whose y runs downwards."""
        middle = self.lower + 0.5 * (self.upper - self.lower)
        scaled = (points - middle) / self._size.max() * (0.94 * _SIDE)
        placed: FloatArray = 0.5 * _SIDE + scaled * (1.0, -1.0)
        return placed


def picture(panels: Sequence[Panel], label: str) -> str:
    """Put panels side by side into one SVG, with a label for those who do not see it."""
    width = len(panels) * (_SIDE + _GAP) - _GAP
    placed = [
        f'<g transform="translate({k * (_SIDE + _GAP):g} 0)">{"".join(panel.parts)}</g>'
        for k, panel in enumerate(panels)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{_SIDE:g}" '
        f'viewBox="0 0 {width:g} {_SIDE:g}" role="img" aria-label="{label}" fill="none">'
        f"{''.join(placed)}</svg>"
    )


def colours_of_places(places: FloatArray) -> Bytes:
    """Colours (n, 3) by which near places are alike: redder to the right, lighter upwards."""
    lower = places.min(axis=0)
    size = np.ptp(places, axis=0)
    x, y = ((places - lower) / np.where(size > 0, size, 1.0)).T
    colours: Bytes = np.stack([50 + 180 * x, 80 + 110 * y, 215 - 160 * x], axis=1).astype(np.uint8)
    return colours


def shades(values: FloatArray) -> Bytes:
    """Colours (n, 3) from pale for the least value to deep for the largest."""
    low, high = values.min(), values.max()
    share = (values - low) / (high - low) if high - low > 1e-6 * abs(high) else 0.0 * values
    colours: Bytes = (_PALE + share[:, np.newaxis] * (_DEEP - _PALE)).astype(np.uint8)
    return colours


def _pairs(points: FloatArray) -> list[str]:
    return [f"{x:.1f} {y:.1f}" for x, y in points.tolist()]


def _hex(colour: Bytes) -> str:
    return f"#{int(colour[0]):02x}{int(colour[1]):02x}{int(colour[2]):02x}"
