"""Exact semi-discrete optimal transport.

`solve` finds the optimal transport from a source density onto sites; `PowerDiagram` is the
geometry behind it. `ContinuousMap` extends the transport map between its sites, and `LatentSampler`
draws from it what `generate` feeds to a decoder. `solve_sampled` is for any dimension.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import brenier._interpreter  # noqa: F401  # first: without it the core is not to be loaded

# isort: split
from brenier import _spatial_diagram, _spatial_uniform  # noqa: F401  # known by their dimension
from brenier._atlas.page import atlas
from brenier._core import __version__
from brenier.barycenters import Barycenter, barycenter
from brenier.bilinear import Bilinear
from brenier.cells import Cells
from brenier.continuous_map import ContinuousMap
from brenier.decode import generate
from brenier.displacements import Displacement, displacement
from brenier.embedding import embed
from brenier.errors import BrenierError, ConvergenceWarning
from brenier.facets import Facets
from brenier.gaussian import Gaussian, GaussianMixture
from brenier.labels import class_masses
from brenier.latent import LatentBatch, LatentSampler
from brenier.loading import load
from brenier.many import solve_many
from brenier.polyhedra import Polyhedron
from brenier.power_diagram import PowerDiagram
from brenier.quantization import Quantization, quantize
from brenier.raster import Raster
from brenier.sampled_solver import solve_sampled
from brenier.sampled_transport import SampledTransport
from brenier.solution import History, SampledCertificate, SampledHistory, Status
from brenier.solver import solve
from brenier.sources import Source
from brenier.thresholds import Thresholds
from brenier.transport import Transport
from brenier.uniform import Uniform
from brenier.versions import show_versions

if TYPE_CHECKING:
    from brenier import datasets, plot

__all__ = [
    "Barycenter",
    "Bilinear",
    "BrenierError",
    "Cells",
    "ContinuousMap",
    "ConvergenceWarning",
    "Displacement",
    "Facets",
    "Gaussian",
    "GaussianMixture",
    "History",
    "LatentBatch",
    "LatentSampler",
    "Polyhedron",
    "PowerDiagram",
    "Quantization",
    "Raster",
    "SampledCertificate",
    "SampledHistory",
    "SampledTransport",
    "Source",
    "Status",
    "Thresholds",
    "Transport",
    "Uniform",
    "__version__",
    "atlas",
    "barycenter",
    "class_masses",
    "datasets",
    "displacement",
    "embed",
    "generate",
    "load",
    "plot",
    "quantize",
    "show_versions",
    "solve",
    "solve_many",
    "solve_sampled",
]

logging.getLogger("brenier").addHandler(logging.NullHandler())  # silent unless somebody listens


def __getattr__(name: str) -> Any:
    """Import the submodules with larger dependencies when they are first used."""
    if name in ("datasets", "plot"):
        import importlib

        return importlib.import_module(f"brenier.{name}")
    raise AttributeError(f"module 'brenier' has no attribute {name!r}")
