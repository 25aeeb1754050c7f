"""Arguments that are no arrays: whatever is handed in, an error names the argument.

No public call raises numpy's or Python's own errors: of what it is given, it says what was
expected.
"""

from __future__ import annotations

import re

import brenier
import numpy as np
import pytest
from inputs.array_arguments import SITES, VALUES, continuous_map, transport, way

rng = np.random.default_rng(0)
PLAN = brenier.solve(rng.normal([[0, 0], [9, 0]], 1, (50, 2, 2)).reshape(-1, 2))


def sampler():
    return brenier.LatentSampler(continuous_map())


def geojson(kind, coordinates):
    return {"type": kind, "coordinates": coordinates}


class Strange:
    """Answers nothing that it is asked."""

    def __bool__(self):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")

    def __array__(self, dtype=None, copy=None):
        raise RuntimeError("no")

    def __float__(self):
        raise RuntimeError("no")


ODD = {
    "None": None,
    "True": True,
    "a word": "many",
    "bytes": b"ab",
    "a number": 2.5,
    "nan": np.nan,
    "infinity": np.inf,
    "a huge int": 10**400,
    "minus one": -1,
    "complex": 1j,
    "a 0-d array": np.array(1.5),
    "numbers": np.arange(4.0),
    "bools": np.array([True, False]),
    "a picture": np.zeros((3, 4, 3)),
    "objects": np.array([None, {}], dtype=object),
    "a list": [1, 2, 3],
    "ragged": [[1, 2], [3]],
    "an empty list": [],
    "a dict": {"a": 1},
    "a set": {1},
    "a class": int,
    "a function": len,
    "a module": np,
    "strange": Strange(),
}

CALLS = {
    ("solve", "source"): lambda v: brenier.solve(SITES, source=v),
    ("solve", "tol"): lambda v: brenier.solve(SITES, tol=v),
    ("solve", "max_iter"): lambda v: brenier.solve(SITES, max_iter=v),
    ("solve", "workers"): lambda v: brenier.solve(SITES, workers=v),
    ("solve", "progress"): lambda v: brenier.solve(SITES, progress=v),
    ("PowerDiagram", "source"): lambda v: brenier.PowerDiagram(SITES, source=v),
    ("PowerDiagram", "workers"): lambda v: brenier.PowerDiagram(SITES, workers=v),
    ("PowerDiagram.cell", "i"): lambda v: transport().diagram.cell(v),
    ("quantize", "n_or_sites"): lambda v: brenier.quantize(v),
    ("quantize", "source"): lambda v: brenier.quantize(3, v),
    ("quantize", "masses"): lambda v: brenier.quantize(3, masses=v),
    ("quantize", "max_iter"): lambda v: brenier.quantize(3, max_iter=v),
    ("quantize", "tol"): lambda v: brenier.quantize(3, tol=v),
    ("quantize", "rng"): lambda v: brenier.quantize(3, rng=v),
    ("quantize", "progress"): lambda v: brenier.quantize(3, progress=v),
    ("solve_many", "problems"): lambda v: list(brenier.solve_many(v)),
    ("a problem", "problems"): lambda v: list(brenier.solve_many([v])),
    ("a problem's", "tol"): lambda v: list(brenier.solve_many([{"sites": SITES, "tol": v}])),
    ("solve_many", "executor"): lambda v: brenier.solve_many([], executor=v),
    ("solve_many", "return_exceptions"): lambda v: brenier.solve_many([], return_exceptions=v),
    ("solve_many", "progress"): lambda v: brenier.solve_many([], progress=v),
    ("solve_many", "chunksize"): lambda v: brenier.solve_many([], chunksize=v),
    ("solve_many", "options"): lambda v: brenier.solve_many([], **{str(type(v)): v}),
    ("barycenter", "sources"): lambda v: brenier.barycenter(v, n=2),
    ("a source of", "sources"): lambda v: brenier.barycenter([brenier.Uniform(), v], n=2),
    ("barycenter", "shares"): lambda v: brenier.barycenter([brenier.Uniform()], v, n=2),
    ("barycenter", "n"): lambda v: brenier.barycenter([brenier.Uniform()], n=v),
    ("barycenter", "masses"): lambda v: brenier.barycenter([brenier.Uniform()], n=2, masses=v),
    ("barycenter", "tol"): lambda v: brenier.barycenter([brenier.Uniform()], n=2, tol=v),
    ("barycenter", "max_iter"): lambda v: brenier.barycenter([brenier.Uniform()], n=2, max_iter=v),
    ("barycenter", "rng"): lambda v: brenier.barycenter([brenier.Uniform()], n=2, rng=v),
    ("barycenter", "executor"): lambda v: brenier.barycenter([brenier.Uniform()], n=2, executor=v),
    ("displacement", "a"): lambda v: brenier.displacement(v, transport()),
    ("displacement", "b"): lambda v: brenier.displacement(transport(), v),
    ("Displacement.positions", "s"): lambda v: way().positions(v),
    ("Displacement.__call__", "s"): lambda v: way()(SITES, v),
    ("Uniform", "domain"): lambda v: brenier.Uniform(v),
    ("a ring", "domain"): lambda v: brenier.Uniform([v, v]),
    ("Polygon", "domain"): lambda v: brenier.Uniform(geojson("Polygon", v)),
    ("Polygon of", "domain"): lambda v: brenier.Uniform(geojson("Polygon", [v])),
    ("Polygon of positions", "domain"): lambda v: brenier.Uniform(geojson("Polygon", [[v, v]])),
    ("MultiPolygon", "domain"): lambda v: brenier.Uniform(geojson("MultiPolygon", v)),
    ("MultiPolygon of", "domain"): lambda v: brenier.Uniform(geojson("MultiPolygon", [v])),
    ("Feature", "domain"): lambda v: brenier.Uniform({"type": "Feature", "geometry": v}),
    ("Features", "domain"): lambda v: brenier.Uniform({"type": "FeatureCollection", "features": v}),
    ("Features of", "domain"): lambda v: brenier.Uniform(
        {"type": "FeatureCollection", "features": [v]}
    ),
    ("a type", "domain"): lambda v: brenier.Uniform({"type": v}),
    ("Uniform.sample", "n"): lambda v: brenier.Uniform().sample(v),
    ("Uniform.sample", "rng"): lambda v: brenier.Uniform().sample(2, v),
    ("Raster", "values"): lambda v: brenier.Raster(v),
    ("Raster", "bounds"): lambda v: brenier.Raster(VALUES, v),
    ("Uniform", "periodic"): lambda v: brenier.Uniform(periodic=v),
    ("Raster", "origin"): lambda v: brenier.Raster(VALUES, origin=v),
    ("Raster", "periodic"): lambda v: brenier.Raster(VALUES, periodic=v),
    ("Bilinear", "values"): lambda v: brenier.Bilinear(v),
    ("Bilinear", "bounds"): lambda v: brenier.Bilinear(VALUES, v),
    ("Bilinear", "origin"): lambda v: brenier.Bilinear(VALUES, origin=v),
    ("Bilinear", "periodic"): lambda v: brenier.Bilinear(VALUES, periodic=v),
    ("Gaussian", "mean"): lambda v: brenier.Gaussian(v),
    ("Gaussian", "cov"): lambda v: brenier.Gaussian(cov=v),
    ("Gaussian", "domain"): lambda v: brenier.Gaussian(domain=v),
    ("GaussianMixture", "means"): lambda v: brenier.GaussianMixture(v, [1, 1]),
    ("GaussianMixture", "covs"): lambda v: brenier.GaussianMixture([(0, 0), (1, 1)], v),
    ("GaussianMixture", "weights"): lambda v: brenier.GaussianMixture([(0, 0)], [1], v),
    ("GaussianMixture", "domain"): lambda v: brenier.GaussianMixture([(0, 0)], [1], domain=v),
    ("ContinuousMap", "t"): lambda v: brenier.ContinuousMap(v),
    ("ContinuousMap", "max_angle"): lambda v: brenier.ContinuousMap(PLAN, max_angle=v),
    ("ContinuousMap", "max_jump"): lambda v: brenier.ContinuousMap(PLAN, max_jump=v),
    ("ContinuousMap", "quantile"): lambda v: brenier.ContinuousMap(PLAN, quantile=v),
    ("Thresholds", "max_jump"): lambda v: brenier.Thresholds(max_jump=v),
    ("LatentSampler", "map"): lambda v: brenier.LatentSampler(v),
    ("LatentSampler", "singular"): lambda v: brenier.LatentSampler(transport(), singular=v),
    ("ContinuousMap", "blend"): lambda v: brenier.ContinuousMap(PLAN, blend=v),
    ("ContinuousMap", "values"): lambda v: brenier.ContinuousMap(PLAN, values=v),
    ("ContinuousMap.save", "path"): lambda v: brenier.ContinuousMap(PLAN).save(v),
    ("ContinuousMap.load", "path"): lambda v: brenier.ContinuousMap.load(v),
    ("LatentSampler", "local"): lambda v: brenier.LatentSampler(transport(), local=v),
    ("LatentSampler.sample", "within"): lambda v: sampler().sample(3, within=v),
    ("LatentSampler.sample", "method"): lambda v: sampler().sample(3, method=v),
    ("LatentSampler.sample", "n"): lambda v: sampler().sample(v),
    ("LatentSampler.sample", "rng"): lambda v: sampler().sample(3, v),
    ("generate", "decoder"): lambda v: brenier.generate(v, sampler(), 3),
    ("generate", "sampler"): lambda v: brenier.generate(np.cos, v, 3),
    ("generate", "n"): lambda v: brenier.generate(np.cos, sampler(), v),
    ("generate", "rng"): lambda v: brenier.generate(np.cos, sampler(), 3, rng=v),
    ("generate", "batch_size"): lambda v: brenier.generate(np.cos, sampler(), 3, batch_size=v),
    ("generate", "progress"): lambda v: brenier.generate(np.cos, sampler(), 3, progress=v),
    ("embed", "values"): lambda v: brenier.embed(v),
    ("embed", "method"): lambda v: brenier.embed(SITES, v),
    ("embed", "rng"): lambda v: brenier.embed(SITES, "pca", rng=v),
    ("embed", "progress"): lambda v: brenier.embed(SITES, "pca", progress=v),
    ("class_masses", "labels"): lambda v: brenier.class_masses(v),
    ("class_masses", "shares"): lambda v: brenier.class_masses(["a", "b", "c"], v),
    ("atlas", "m"): lambda v: brenier.atlas(v, None, "page"),
    ("atlas", "decoder"): lambda v: brenier.atlas(continuous_map(), v, "page"),
    ("atlas", "path"): lambda v: brenier.atlas(continuous_map(), None, v),
    ("atlas", "labels"): lambda v: brenier.atlas(continuous_map(), None, "page", labels=v),
    ("atlas", "side"): lambda v: brenier.atlas(continuous_map(), None, "page", side=v),
    ("atlas", "title"): lambda v: brenier.atlas(continuous_map(), None, "page", title=v),
    ("load", "path"): lambda v: brenier.load(v),
    ("Transport.save", "path"): lambda v: transport().save(v),
    ("datasets.mnist", "folder"): lambda v: brenier.datasets.mnist(v),
    ("datasets.mnist", "subset"): lambda v: brenier.datasets.mnist(".", v),
    ("datasets.read_idx", "path"): lambda v: brenier.datasets.read_idx(v),
    ("datasets.gaussian_ring", "n"): lambda v: brenier.datasets.gaussian_ring(v),
    ("datasets.gaussian_ring", "rng"): lambda v: brenier.datasets.gaussian_ring(3, v),
    ("datasets.gaussian_ring", "modes"): lambda v: brenier.datasets.gaussian_ring(3, modes=v),
    ("datasets.gaussian_ring", "radius"): lambda v: brenier.datasets.gaussian_ring(3, radius=v),
    ("datasets.gaussian_ring", "sigma"): lambda v: brenier.datasets.gaussian_ring(3, sigma=v),
    ("datasets.gaussian_grid", "side"): lambda v: brenier.datasets.gaussian_grid(3, side=v),
    ("datasets.gaussian_grid", "spacing"): lambda v: brenier.datasets.gaussian_grid(3, spacing=v),
    ("datasets.swiss_roll", "sigma"): lambda v: brenier.datasets.swiss_roll(3, sigma=v),
    ("datasets.PointCloud.is_high_quality", "deviations"): lambda v: brenier.datasets.gaussian_ring(
        3
    ).is_high_quality(SITES, deviations=v),
    ("plot.diagram", "d"): lambda v: brenier.plot.diagram(v),
    ("plot.diagram", "cells"): lambda v: brenier.plot.diagram(transport().diagram, cells=v),
    ("plot.diagram", "explode"): lambda v: brenier.plot.diagram(transport().diagram, explode=v),
    ("plot.potential", "t"): lambda v: brenier.plot.potential(v),
    ("plot.convergence", "t"): lambda v: brenier.plot.convergence(v),
    ("plot.singular_set", "m"): lambda v: brenier.plot.singular_set(v),
    ("plot.images", "grid"): lambda v: brenier.plot.images(v),
    ("plot.images", "columns"): lambda v: brenier.plot.images(np.ones((3, 2, 2)), columns=v),
    ("plot.images", "shape"): lambda v: brenier.plot.images(np.ones((3, 4)), shape=v),
}


# What an error has to say beside the argument's name.
EXPLAINED = r"expected|must be|give their shape|of a diagram|no sound|No such file|no folder"
FREE = {
    ("generate", "decoder", "a class"),
    ("atlas", "decoder", "a class"),
}  # raises what it raises


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("argument", CALLS, ids=lambda argument: "-".join(argument))
def test_what_cannot_be_taken_is_refused_by_name(argument, kind, tmp_path, monkeypatch):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    monkeypatch.chdir(tmp_path)
    if (*argument, kind) in FREE:
        return
    try:
        CALLS[argument](ODD[kind])
    except brenier.ConvergenceWarning:
        pass
    except (TypeError, ValueError, IndexError, FileNotFoundError) as error:
        name = r"\b(i|cell)\b" if argument[1] == "i" else rf"\b{argument[1]}\b"
        words = str(error)
        is_file = isinstance(error, FileNotFoundError)  # says which
        assert is_file or re.search(name, words), words
        assert re.search(EXPLAINED, words), words
        assert is_file or len(words) < 300, words


def test_large_things_are_not_shown_in_full():
    for value in (np.zeros((200, 200)), list(range(10_000)), "x" * 10_000, {"a": "y" * 10_000}):
        with pytest.raises(TypeError, match=r"^source is ") as caught:
            brenier.solve(SITES, source=value)
        assert len(str(caught.value)) < 250
