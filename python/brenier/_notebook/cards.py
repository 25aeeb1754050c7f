"""What objects show of themselves in notebooks: facts, and pictures that stay small for any n.

Each class here gives a class of the library its `_repr_html_`. It imports none of them, as they
import it.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arrays import FloatArray
from brenier._notebook.panels import Bytes, Panel, colours_of_places, picture, shades

__all__ = ["DiagramCard", "MapCard", "SamplerCard", "SitesCard", "SourceCard", "TransportCard"]
__all__ += ["WayCard"]

_CELLS = 300  # up to so many sites, cells are polygons; from there on they are pixels
_MANY = 100_000  # sites from which on nothing is computed but for its picture
_BLUE = np.array([60, 125, 190])
_SINGULAR = np.array([214, 39, 40])
_LONGEST = 160  # letters of a fact

_CARD = "display:flex;flex-wrap:wrap;gap:18px;align-items:center"
_CELL = "text-align:left;border:none;background:none;padding:1px 10px 1px 0;color:inherit"
_TABLE = "margin:4px 0;border:none;color:inherit;font:inherit"
_NAME = "font-weight:normal;opacity:0.7;white-space:nowrap"


def _card(thing: object, facts: Mapping[str, object], panels: Sequence[Panel], label: str) -> str:
    """A name, a table of facts and a picture, in the colours of the page around them."""
    name = html.escape(type(thing).__name__)
    rows = "".join(
        f'<tr style="background:none"><th style="{_CELL};{_NAME}">{_text(fact)}</th>'
        f'<td style="{_CELL}">{_text(value)}</td></tr>'
        for fact, value in facts.items()
    )
    return (
        f'<div style="{_CARD}"><div>{picture(panels, html.escape(label))}</div>'
        f'<div style="flex:1 1 240px"><b>brenier.{name}</b>'
        f'<table style="{_TABLE}">{rows}</table></div></div>'
    )


def _text(value: object) -> str:
    """Text that shows what it is, whatever it contains, and not too much of it."""
    text = str(value)
    return html.escape(text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…")


def _opaque(colours: Bytes, there: npt.NDArray[np.bool_]) -> Bytes:
    """Pixels (k, 4) of colours (k, 3), clear where nothing is there (k,)."""
    return np.column_stack([colours, np.where(there, 255, 0)]).astype(np.uint8)


def _cells_panel(d: Any, colours: Bytes) -> Panel:
    """The cells of a diagram, each in its colour (n, 3)."""
    panel = Panel.over(d.source.bounds)
    if len(d) <= _CELLS:
        return panel.with_cells(d.cells(), colours)
    return panel.with_pixels(lambda x: _opaque(colours[d.index(x)], d.source.density(x) > 0))


def _sites_panel(sites: FloatArray, colours: Bytes) -> Panel:
    return Panel.around(sites).with_dots(sites, colours)


class _Card:
    """Shows what is exact in the plane; of all else a notebook shows the repr."""

    def _repr_html_(self: Any) -> str | None:
        return self._html() if self._is_planar else None


class SourceCard(_Card):
    """Shows a density."""

    @property
    def _is_planar(self: Any) -> bool:
        return bool(self.dimension == 2)

    def _html(self: Any) -> str:
        def pixels(x: FloatArray) -> Bytes:
            rho = self.density(x)
            opacity = np.where(rho > 0, 40 + 215 * (rho / rho.max(initial=1e-300)), 0)
            return np.column_stack([np.tile(_BLUE, (len(x), 1)), opacity]).astype(np.uint8)

        xmin, ymin, xmax, ymax = self.bounds
        facts = {
            "density": repr(self),
            "x": f"from {xmin:.6g} to {xmax:.6g}",
            "y": f"from {ymin:.6g} to {ymax:.6g}",
        }
        return _card(self, facts, [Panel.over(self.bounds).with_pixels(pixels)], "density")


class DiagramCard(_Card):
    """Shows the cells of a diagram, the deeper the more mass they have."""

    @property
    def _is_planar(self: Any) -> bool:
        return bool(self.dimension == 2)

    def _html(self: Any) -> str:
        masses = self.masses
        facts = {
            "sites": f"{len(self):,}",
            "masses": f"from {masses.min():.3g} to {masses.max():.3g}",
            "source": repr(self.source),
        }
        return _card(self, facts, [_cells_panel(self, shades(masses))], "cells by their masses")


class TransportCard(_Card):
    """Shows where each place of the source goes: cells, and their sites in the same colours."""

    @property
    def _is_planar(self: Any) -> bool:
        return bool(self.source.dimension == 2)

    def _html(self: Any) -> str:
        facts = {
            "sites": f"{len(self.sites):,}",
            "ended": self.message,
            "steps": self.nit,
            "relative error": f"{self.max_relative_error:.1e}",
        }
        if len(self.sites) <= _MANY:
            facts["cost W2²"] = f"{self.cost:.6g}"
        facts["source"] = repr(self.source)
        return _card(self, facts, _transport_panels(self), "cells and their sites")


def _transport_panels(t: Any) -> list[Panel]:
    colours = colours_of_places(t.sites)
    return [_cells_panel(t.diagram, colours), _sites_panel(t.sites, colours)]


class MapCard(_Card):
    """Shows a continuous map: its images as colours, and in red where it is singular."""

    @property
    def _is_planar(self: Any) -> bool:
        return bool(self.transport._is_planar)

    def _html(self: Any) -> str:
        facts = {
            "onto": f"{len(self.values):,} values of {self.values.shape[1]} numbers",
            "triangles": f"{len(self.simplices):,}",
            "singular": f"{self.singular.mean():.1%} of {len(self.edges):,} edges",
            "blend": self.blend,
            "source": repr(self.transport.source),
        }
        return _card(self, facts, _map_panels(self), "images as colours, singular ones red")


def _map_panels(m: Any) -> list[Panel]:
    t = m.transport
    colours = colours_of_places(t.sites)

    def pixels(x: FloatArray) -> Bytes:
        images = colours[t.index(x)]
        images[m.is_singular(x)] = _SINGULAR
        return _opaque(images, t.source.density(x) > 0)

    return [Panel.over(t.source.bounds).with_pixels(pixels), _sites_panel(t.sites, colours)]


class SamplerCard(_Card):
    """Shows the map that a sampler draws through."""

    @property
    def _is_planar(self: Any) -> bool:
        return bool(getattr(self.transport, "_is_planar", False))

    def _html(self: Any) -> str:
        is_map = self.map is not self.transport
        facts = {"map": repr(self.map), "singular": self.singular, "local": f"{self.local:g}"}
        panels = _map_panels(self.map) if is_map else _transport_panels(self.transport)
        return _card(self, facts, panels, "images as colours, singular ones red")


class SitesCard(_Card):
    """Shows sites that stand for something, the deeper the more mass they have."""

    @property
    def _is_planar(self: Any) -> bool:
        return bool(self.sites.shape[1] == 2)

    def _html(self: Any) -> str:
        facts = {
            "sites": f"{len(self.sites):,}",
            "ended": f"{'converged' if self.success else 'not converged'} after {self.nit} moves",
            "cost": f"{self.cost:.6g}",
        }
        colours = colours_of_places(self.sites)
        return _card(self, facts, [_sites_panel(self.sites, colours)], "sites")


class WayCard(_Card):
    """Shows where masses are at the start, halfway, and at the end."""

    @property
    def _is_planar(self: Any) -> bool:
        return bool(self.start._is_planar)

    def _html(self: Any) -> str:
        facts = {
            "from": f"{len(self.start.sites):,} sites",
            "to": f"{len(self.end.sites):,} sites",
            "pairs": f"{len(self.pairs):,}",
            "cost": f"{self.cost:.6g}",
        }
        places = [self.positions(s) for s in (0.0, 0.5, 1.0)]
        colours = colours_of_places(places[0])
        panels = [_sites_panel(points, colours) for points in places]
        return _card(self, facts, panels, "masses at the start, halfway, and at the end")
