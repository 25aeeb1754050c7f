"""Exact semi-discrete optimal transport in the plane.

`solve` finds the optimal transport from a source density onto sites; `PowerDiagram` is the
geometry behind it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brenier._core import __version__
from brenier.errors import BrenierError, ConvergenceWarning
from brenier.power_diagram import Facets, PowerDiagram
from brenier.solver import solve
from brenier.sources import Source, Uniform
from brenier.transport import History, Status, Transport, load

if TYPE_CHECKING:
    from brenier import datasets, plot

__all__ = [
    "BrenierError",
    "ConvergenceWarning",
    "Facets",
    "History",
    "PowerDiagram",
    "Source",
    "Status",
    "Transport",
    "Uniform",
    "__version__",
    "datasets",
    "load",
    "plot",
    "solve",
]


def __getattr__(name: str) -> Any:
    """Import the submodules with larger dependencies when they are first used."""
    if name in ("datasets", "plot"):
        import importlib

        return importlib.import_module(f"brenier.{name}")
    raise AttributeError(f"module 'brenier' has no attribute {name!r}")
