"""Every public argument that is an array: a good value for it, and a call that takes it.

All good values are zeros and ones, so that they are the same numbers in every dtype. A new public
function needs a line here, or the test of completeness fails.
"""

from __future__ import annotations

import functools
from typing import Any

import brenier
import numpy as np

from inputs.argument_rows import (
    BOUNDS,
    COVARIANCES,
    MASSES,
    NUMBERS,
    QUERIES,
    SITES,
    TRIANGLE,
    VALUES,
    row,
)
from inputs.sampled_arguments import SAMPLED


@functools.cache
def transport() -> brenier.Transport:
    return brenier.solve(np.random.default_rng(0).random((40, 2)))


@functools.cache
def continuous_map() -> brenier.ContinuousMap:
    return brenier.ContinuousMap(transport())


@functools.cache
def way() -> brenier.Displacement:
    return brenier.displacement(transport(), transport())


def in_map(m: brenier.ContinuousMap) -> tuple[np.ndarray, ...]:
    return m.values.copy(), m.jumps, m(m.transport.centroids[:3])  # itself a view, as promised


def measures(d: brenier.PowerDiagram) -> tuple[np.ndarray, ...]:
    return d.sites, d.weights, d.masses, d.areas


def solution(t: brenier.Transport) -> tuple[np.ndarray, ...]:
    return t.sites, t.masses, t.weights, t.diagram.masses


def in_source(source: brenier.Source) -> tuple[np.ndarray, ...]:
    return np.array(source.bounds), source.density(QUERIES), source.sample(5, rng=0)


def drawn(plot: str, *arguments: Any, **options: Any) -> tuple[np.ndarray, ...]:
    from matplotlib.figure import Figure

    projection = {"projection": "3d"} if plot == "potential" else {}
    ax = getattr(brenier.plot, plot)(*arguments, Figure().add_subplot(**projection), **options)
    artists = [*ax.images, *ax.collections]
    return tuple(np.ma.filled(artist.get_array(), np.nan) for artist in artists)


def as_tuple(result: Any) -> tuple[Any, ...]:
    return result if isinstance(result, tuple) else (result,)


_VERTEX = "vertex {0} of ring 0"
_RASTER, _MIXTURE = brenier.Raster, brenier.GaussianMixture
_CLOUD = brenier.datasets.gaussian_grid(10, 0)
_FOUR = [brenier.Uniform(), brenier.Uniform(TRIANGLE), _RASTER(VALUES), brenier.Uniform()]
_CELL_VALUES = np.resize(NUMBERS, 40)

ARGUMENTS = [
    row("PowerDiagram", "sites", SITES, lambda a: measures(brenier.PowerDiagram(a))),
    row(
        "PowerDiagram",
        "weights",
        NUMBERS,
        lambda a: measures(brenier.PowerDiagram(SITES, a)),
        takes_none=True,
    ),
    row(
        "PowerDiagram.index",
        "x",
        QUERIES,
        lambda a: transport().diagram.index(a),
        takes_nothing=True,
    ),
    row("solve", "sites", SITES, lambda a: solution(brenier.solve(a))),
    row("solve", "masses", MASSES, lambda a: solution(brenier.solve(SITES, a)), takes_none=True),
    row(
        "solve",
        "initial_weights",
        NUMBERS,
        lambda a: solution(brenier.solve(SITES, initial_weights=a)),
        takes_none=True,
    ),
    *SAMPLED,
    row("quantize", "n_or_sites", SITES, lambda a: (brenier.quantize(a).sites,)),
    row("quantize", "masses", MASSES, lambda a: (brenier.quantize(SITES, masses=a).sites,)),
    *(
        row("barycenter", name, MASSES, call, takes_none=True)
        for name, call in (
            ("shares", lambda a: (brenier.barycenter(_FOUR, a, n=2, tol=9, rng=0).sites,)),
            ("masses", lambda a: (brenier.barycenter(_FOUR, n=4, masses=a, tol=9, rng=0).sites,)),
        )
    ),
    *(
        row(f"Transport.{name}", argument, QUERIES, call, takes_nothing=True)
        for name, argument, call in (
            ("index", "x", lambda a: transport().index(a)),
            ("__call__", "x", lambda a: transport()(a)),
            ("potential", "x", lambda a: transport().potential(a)),
            ("conjugate", "y", lambda a: transport().conjugate(a)),
        )
    ),
    row("Displacement.__call__", "x", QUERIES, lambda a: way()(a, 0.5), takes_nothing=True),
    *(
        row(f"ContinuousMap.{name}", "x", QUERIES, call, takes_nothing=True)
        for name, call in (
            ("__call__", lambda a: continuous_map()(a)),
            ("is_singular", lambda a: continuous_map().is_singular(a)),
            ("barycentric", lambda a: continuous_map().barycentric(a)),
        )
    ),
    row(
        "ContinuousMap",
        "values",
        np.resize(NUMBERS, (40, 3)),
        lambda a: in_map(brenier.ContinuousMap(transport(), values=a, max_jump=9)),
        at="{name}[{0}, {1}]",
        takes_none=True,
    ),
    *(
        row(
            f"{kind}.density",
            "x",
            QUERIES,
            lambda a, source=source: source.density(a),
            takes_nothing=True,
        )
        for kind, source in {
            "Uniform": brenier.Uniform(TRIANGLE),
            "Raster": _RASTER(VALUES),
            "Bilinear": brenier.Bilinear(VALUES),
            "Gaussian": brenier.Gaussian(),
            "GaussianMixture": _MIXTURE(TRIANGLE[:2], [1, 1]),
        }.items()
    ),
    row(
        "Uniform",
        "domain",
        TRIANGLE,
        lambda a: in_source(brenier.Uniform(a)),
        at=_VERTEX,
        takes_none=True,
    ),
    row("Raster", "values", VALUES, lambda a: in_source(_RASTER(a)), at="{name}[{0}, {1}]"),
    row("Raster", "bounds", BOUNDS, lambda a: in_source(_RASTER(VALUES, a))),
    row(
        "Bilinear",
        "values",
        VALUES,
        lambda a: in_source(brenier.Bilinear(a)),
        at="{name}[{0}, {1}]",
    ),
    row("Bilinear", "bounds", BOUNDS, lambda a: in_source(brenier.Bilinear(VALUES, a))),
    row("Gaussian", "mean", QUERIES[0], lambda a: in_source(brenier.Gaussian(a)), at="{name} is"),
    row(
        "Gaussian",
        "cov",
        np.eye(2),
        lambda a: in_source(brenier.Gaussian(cov=a)),
        at="{name} is",
    ),
    row(
        "Gaussian",
        "cov",
        np.ones(2),
        lambda a: in_source(brenier.Gaussian(cov=a)),
        at="{name} is",
    ),
    row(
        "Gaussian",
        "domain",
        TRIANGLE,
        lambda a: in_source(brenier.Gaussian(domain=a)),
        at=_VERTEX,
        takes_none=True,
    ),
    row("GaussianMixture", "means", QUERIES[:2], lambda a: in_source(_MIXTURE(a, [1, 1]))),
    row("GaussianMixture", "covs", COVARIANCES, lambda a: in_source(_MIXTURE(QUERIES[:2], a))),
    row("GaussianMixture", "covs", np.ones(2), lambda a: in_source(_MIXTURE(QUERIES[:2], a))),
    row(
        "GaussianMixture",
        "weights",
        NUMBERS[:2],
        lambda a: in_source(_MIXTURE(QUERIES[:2], [1, 1], a)),
        takes_none=True,
    ),
    row(
        "GaussianMixture",
        "domain",
        TRIANGLE,
        lambda a: in_source(_MIXTURE(QUERIES[:2], [1, 1], domain=a)),
        at=_VERTEX,
        takes_none=True,
    ),
    row(
        "embed",
        "values",
        SITES,
        lambda a: brenier.embed(a, "pca"),
        at="{name}[{0}, {1}]",
    ),
    row(
        "class_masses",
        "shares",
        MASSES,
        lambda a: brenier.class_masses(range(4), a),
        at="{name} of {0}",
        takes_none=True,
    ),
    row(
        "datasets.PointCloud.nearest",
        "samples",
        QUERIES,
        lambda a: _CLOUD.nearest(a),
        takes_nothing=True,
    ),
    row(
        "datasets.PointCloud.is_high_quality",
        "samples",
        QUERIES,
        lambda a: _CLOUD.is_high_quality(a),
        takes_nothing=True,
    ),
    row(
        "plot.diagram",
        "values",
        _CELL_VALUES,
        lambda a: drawn("diagram", transport().diagram, values=a),
        takes_nan=True,
        takes_none=True,
    ),
    row(
        "plot.potential",
        "values",
        _CELL_VALUES,
        lambda a: drawn("potential", transport(), values=a),
        takes_nan=True,
        takes_none=True,
    ),
    row(
        "plot.images",
        "grid",
        np.array([VALUES, VALUES[::-1]]),
        lambda a: drawn("images", a),
        takes_nan=True,
    ),
]
