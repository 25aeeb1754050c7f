"""Integrals are additive in the density and in the domain."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from inputs.strategies import BOXES, grids, mixtures, polygons, weighted_sites
from oracles import rounding


def assert_sum(whole, parts, shares):
    """Masses, first moments and facets of a diagram are the sums of those under other densities."""
    bound = sum(share * rounding.of_masses(d) for d, share in zip(parts, shares, strict=True))
    bound = bound + rounding.of_masses(whole)
    masses = sum(share * d.masses for d, share in zip(parts, shares, strict=True))
    assert np.all(np.abs(whole.masses - masses) <= bound)
    size = rounding.size_of(whole.source)
    corner = np.array(whole.source.bounds[:2])
    firsts = sum(share * first_moments(d, corner) for d, share in zip(parts, shares, strict=True))
    assert np.all(np.abs(first_moments(whole, corner) - firsts) <= size * bound[:, None])


def first_moments(d, origin):
    """∫(x - origin)ρ over each cell."""
    return d.masses[:, None] * np.nan_to_num(d.centroids - origin)


def assert_facets_sum(whole, parts, shares):
    assert all(np.array_equal(d.facets.points, whole.facets.points) for d in parts)
    masses = sum(share * d.facets.masses for d, share in zip(parts, shares, strict=True))
    length = np.hypot(*np.ptp(whole.facets.points, axis=1).T)
    bound = 1e-13 * rounding.peak(whole.source) * (length + rounding.size_of(whole.source))
    assert np.all(np.abs(whole.facets.masses - masses) <= bound)


@given(weighted_sites(), st.data(), st.sampled_from(BOXES))
@pytest.mark.parametrize("kind", [brenier.Raster, brenier.Bilinear])
def test_grids_add_up(kind, weighted, data, box):
    a = data.draw(grids(least=2))
    b = data.draw(grids(shape=a.shape))
    whole, *parts = (brenier.PowerDiagram(*weighted, kind(values, box)) for values in (a + b, a, b))
    totals = np.array([total(kind, a), total(kind, b)])
    shares = totals / totals.sum()
    assert_sum(whole, parts, shares)
    assert_facets_sum(whole, parts, shares)


def total(kind, values):
    """The sum over the tiles, up to a factor."""
    if kind is brenier.Bilinear:
        values = values[1:] + values[:-1]
        values = values[:, 1:] + values[:, :-1]
    return values.sum()


@given(weighted_sites(), mixtures())
def test_a_mixture_is_the_sum_of_its_components(weighted, mixture):
    normals = [
        brenier.Gaussian(mean, cov, mixture.domain)
        for mean, cov in zip(mixture.means, mixture.covs, strict=True)
    ]
    # How much of each is on the domain, from the density, which is scaled to have mass 1 there.
    inside = np.array(
        [1 / (2 * np.pi * np.sqrt(np.linalg.det(g.cov)) * g.density([g.mean])[0]) for g in normals]
    )
    shares = mixture.weights * inside / np.dot(mixture.weights, inside)
    whole = brenier.PowerDiagram(*weighted, mixture)
    parts = [brenier.PowerDiagram(*weighted, g) for g in normals]
    assert_sum(whole, parts, shares)
    assert_facets_sum(whole, parts, shares)


@given(weighted_sites(), polygons(), st.sampled_from([0.125, 0.5, 0.7]), st.booleans())
def test_a_domain_cut_in_two(weighted, rings, cut, upright):
    """By a line of the lattice, along which facets run and sites lie."""
    whole = brenier.Uniform(rings)
    shape = shapely.Polygon()
    for ring in whole.rings:
        shape = shape.symmetric_difference(shapely.Polygon(ring))
    halves = [shapely.box(-9, -9, cut, 9), shapely.box(cut, -9, 9, 9)]
    if not upright:
        halves = [shapely.affinity.rotate(half, 90, origin=(0, 0)) for half in halves]
    sources = []
    for half in halves:
        pieces = shapely.get_parts(shape.intersection(half))
        part = shapely.MultiPolygon([p for p in pieces if p.geom_type == "Polygon"])
        assume(part.area > 1e-3 * shape.area)
        sources.append(brenier.Uniform(part))
    shares = np.array([source.area for source in sources]) / whole.area
    assert shares.sum() == pytest.approx(1, rel=1e-13)
    assert_sum(
        brenier.PowerDiagram(*weighted, whole),
        [brenier.PowerDiagram(*weighted, source) for source in sources],
        shares,
    )
