"""The diagram that solves a problem, here or made again from a pickle."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arrays import FloatArray, read_only
from brenier.power_diagram import PowerDiagram
from brenier.sources import Source

__all__ = ["solved_diagram"]


def solved_diagram(
    problem: _core.Problem,
    point_weights: FloatArray,
    sites: FloatArray,
    masses: FloatArray,
    source: Source,
    workers: int,
) -> PowerDiagram:
    """Make the diagram of a problem, of which near copies share cells: sites do not tell which."""
    return PowerDiagram._from_core(
        problem.diagram(point_weights, workers),
        sites,
        read_only(problem.site_weights(point_weights)),
        source,
        workers,
        (_of_groups, (problem.groups, point_weights, sites, masses, source, workers)),
    )


def _of_groups(
    groups: npt.NDArray[np.int32],
    point_weights: FloatArray,
    sites: FloatArray,
    masses: FloatArray,
    source: Source,
    workers: int,
) -> PowerDiagram:
    """Make the same of a problem whose near copies are known."""
    problem = source._problem(sites, masses, groups)
    return solved_diagram(
        problem, read_only(point_weights), read_only(sites), read_only(masses), source, workers
    )
