"""All that the library computes, boiled down to one digest.

python tests/python/programs/everything.py 2    # workers
"""

from __future__ import annotations

import hashlib
import pickle
import sys
import warnings
from pathlib import Path

import brenier
import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))  # where the tests find their imports
from inputs.source_cases import SOURCES, Frame, sites_over


def results(source, n, workers):
    """Arrays of everything public, for a source and sites over it."""
    sites = sites_over(source, n, seed=1)
    weights = 1e-3 * np.random.default_rng(2).random(n)
    x = source.sample(500, rng=3)
    yield from (x, source.density(x), np.array(source.bounds))
    d = brenier.PowerDiagram(sites, weights, source, workers=workers)
    yield from (d.masses, d.areas, d.centroids, d.second_moments, d.hidden, d.simplices)
    yield from (d.facets.sites, d.facets.points, d.facets.masses, d.hessian().toarray())
    yield from (d.index(x), *d.cell(0))
    t = brenier.solve(sites, source=source, workers=workers)
    yield from (t.weights, t.heights, t.history.error, t.history.step, t.diagram.masses)
    yield from (t.centroids, t(x), t.potential(x), t.conjugate(x), t.cost, t.dual_value)
    yield pickle.loads(pickle.dumps(t)).diagram.facets.points
    m = brenier.ContinuousMap(t, quantile=0.9)
    yield from (m.simplices, m.edges, m.jumps, m.angles, m.singular, m(x), m.is_singular(x))
    for policy in ("reject", "snap", "only", "keep"):
        batch = brenier.LatentSampler(m, singular=policy).sample(100, rng=4)
        yield from (batch.latents, batch.source, batch.index, batch.singular)
    yield brenier.generate(np.square, brenier.LatentSampler(t), 50, rng=5)
    for masses in ("free", "equal"):
        q = brenier.quantize(20, source, masses=masses, max_iter=3, tol=1, rng=6)
        yield from (q.sites, q.masses, q.cost)


def digest(workers: int) -> str:
    total = hashlib.sha256()
    for make in SOURCES.values():
        for array in results(make(Frame()), 200, workers):
            total.update(np.ascontiguousarray(array).tobytes())
    for tol in (0.9, 1e-6):
        t = brenier.solve(np.random.default_rng(7).random((20_000, 2)), tol=tol, workers=workers)
        for array in (t.weights, t.diagram.masses, t.centroids, t.cost, t.dual_value):
            total.update(np.ascontiguousarray(array).tobytes())
    return total.hexdigest()


if __name__ == "__main__":
    warnings.simplefilter("error")
    print(digest(int(sys.argv[1])))
