"""Domains with holes and in parts, from arrays, GeoJSON and shapely."""

from __future__ import annotations

import copy
import json
import math

import brenier
import numpy as np
import pytest
from inputs.shapes import SQUARE
from inputs.sites import random_masses, random_sites
from oracles.uniformity import assert_uniform

shapely = pytest.importorskip("shapely")


def square(x, y, side):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


HOLED = shapely.Polygon(square(0, 0, 4), [square(1, 1, 1), square(2.5, 2.5, 1)])
PARTS = shapely.MultiPolygon(
    [
        (square(0, 0, 3), [square(1, 1, 1)]),
        (square(1.25, 1.25, 0.5), []),  # in the hole of the first
        ([(5, 0), (8, 0), (5, 2), (5, 0)], []),
    ]
)
COAST = shapely.Polygon(
    [(r * math.cos(a), r * math.sin(a)) for a, r in zip(
        2 * math.pi * np.arange(40) / 40, 2 + np.random.default_rng(5).random(40), strict=True
    )],
    [[(0.5 * math.cos(a), 0.7 * math.sin(a)) for a in 2 * math.pi * np.arange(12) / 12]],
)  # fmt: skip
DOMAINS = pytest.mark.parametrize("domain", [HOLED, PARTS, COAST], ids=["holed", "parts", "coast"])


def as_feature(domain):
    return {"type": "Feature", "properties": {}, "geometry": shapely.geometry.mapping(domain)}


@DOMAINS
def test_area_bounds_and_density_are_shapely_s(domain):
    source = brenier.Uniform(domain)
    assert source.area == pytest.approx(domain.area, rel=1e-14)
    assert source.bounds == pytest.approx(domain.bounds)
    x = np.random.default_rng(0).uniform(-3, 9, (4000, 2))
    inside = shapely.contains_xy(domain, *x.T)
    assert 0 < inside.sum() < 4000
    np.testing.assert_allclose(source.density(x), inside / domain.area)


def test_a_polygon_of_a_few_vertices_is_shown_as_it_is_written():
    for rings in (
        [(0, 0), (2, 0), (0, 1)],
        [[(0, 0), (3, 0), (0, 3)], [(1, 1), (1.5, 1), (1, 1.5)]],
    ):
        source = brenier.Uniform(rings)
        assert eval(repr(source), {"Uniform": brenier.Uniform}).area == source.area


@DOMAINS
def test_all_ways_to_say_it_are_the_same(domain):
    source = brenier.Uniform(domain)
    geometry = shapely.geometry.mapping(domain)
    collection = {"type": "FeatureCollection", "features": [as_feature(domain)]}
    parts = {"type": "GeometryCollection", "geometries": [geometry]}
    for other in (
        geometry, json.loads(json.dumps(geometry)), as_feature(domain), collection, parts,
        source.domain, tuple(ring[::-1] for ring in source.rings),
    ):  # fmt: skip
        again = brenier.Uniform(other)
        assert again.area == source.area
        assert sorted(map(len, again.rings)) == sorted(map(len, source.rings))
    assert copy.deepcopy(source).area == source.area


@DOMAINS
def test_samples_are_uniform(domain):
    xmin, ymin, xmax, ymax = domain.bounds
    xs, ys = np.linspace(xmin, xmax, 9), np.linspace(ymin, ymax, 9)
    assert_uniform(brenier.Uniform(domain).sample(100_000, rng=1), domain, xs, ys)


@DOMAINS
def test_cells_are_those_of_shapely(domain):
    xmin, ymin, xmax, ymax = domain.bounds
    sites = random_sites(40) * (xmax - xmin, ymax - ymin) + (xmin, ymin)
    weights = 0.1 * np.random.default_rng(2).random(40)
    d = brenier.PowerDiagram(sites, weights, brenier.Uniform(domain))
    around = brenier.Uniform([(-99, -99), (99, -99), (99, 99), (-99, 99)])
    whole = brenier.PowerDiagram(sites, weights, around)
    in_pieces = 0
    for i in range(40):
        expected = [shapely.Polygon(cell).intersection(domain) for cell in whole.cell(i)]
        area = sum(cell.area for cell in expected)
        assert d.areas[i] == pytest.approx(area, abs=1e-12)
        assert d.masses[i] == pytest.approx(area / domain.area, abs=1e-12)
        pieces = [shapely.Polygon(piece) for piece in d.cell(i) if len(piece) > 2]
        in_pieces += len(pieces) > 1
        union = sum(p.area for p in pieces if p.exterior.is_ccw)
        holes = sum(p.area for p in pieces if not p.exterior.is_ccw)
        assert union - holes == pytest.approx(area, abs=1e-9)
        if area > 0:
            centre = shapely.union_all(expected).centroid
            assert d.centroids[i] == pytest.approx((centre.x, centre.y), abs=1e-9)
    assert in_pieces > 0
    assert d.masses.sum() == pytest.approx(1, abs=1e-14)


@pytest.mark.parametrize("domain", [HOLED, COAST], ids=["holed", "coast"])
def test_transport_from_a_domain_with_holes(domain, tmp_path):
    sites, masses = random_sites(200), random_masses(200)
    t = brenier.solve(sites, masses, brenier.Uniform(domain))
    assert t.success
    np.testing.assert_allclose(t.diagram.masses, masses, rtol=1e-8)
    assert t.dual_value == pytest.approx(t.cost, rel=1e-9)
    t.save(tmp_path / "plan.npz")
    again = brenier.load(tmp_path / "plan.npz")
    assert np.array_equal(again.weights, t.weights)
    batch = brenier.LatentSampler(brenier.ContinuousMap(again)).sample(500, rng=0)
    assert shapely.contains_xy(domain, *batch.source.T).all()


def test_holes_are_known_far_from_the_origin():
    """There the products of coordinates have no digits left for areas."""
    for far in 1e9 * (random_sites(20) - 0.5):
        rings = [far + square(0, 0, 3), far + square(1, 1, 1)]
        source = brenier.Uniform({"type": "Polygon", "coordinates": rings})
        assert source.area == pytest.approx(8, rel=1e-6)


def ring_of(geometry, kind="Polygon"):
    return {"type": kind, "coordinates": geometry}


@pytest.mark.parametrize(
    ("domain", "error", "words"),
    [
        (ring_of([square(0, 0, 1)[:-1]]), ValueError, "ring 0 of polygon 0 is not closed"),
        (ring_of([square(0, 0, 1), square(2, 2, 1)]), ValueError, "ring 1 of polygon 0 is no hole"),
        (ring_of([square(0, 0, 9), square(1, 1, 5), square(2, 2, 1)]), ValueError, "is no hole"),
        (ring_of([square(0, 0, 2), square(1, 1, 2)]), ValueError, "expected a simple polygon"),
        (
            ring_of([[square(0, 0, 9)], [square(1, 1, 2)]], "MultiPolygon"),
            ValueError,
            "polygon 1 lies in another",
        ),
        (
            # A hole that lies in the other polygon.
            ring_of([[square(0, 0, 3)], [square(5, 0, 3), square(1, 1, 1)]], "MultiPolygon"),
            ValueError,
            "ring 1 of polygon 1 is no hole in it",
        ),
        (ring_of([]), ValueError, "GeoJSON without a ring"),
        (ring_of([[]]), ValueError, r"ring 0 of polygon 0 has shape \(0,\)"),
        (shapely.LineString([(0, 0), (1, 1)]), TypeError, "type 'LineString'; expected Polygon"),
        (shapely.Point(0, 0), TypeError, "type 'Point'"),
        ({"type": "Polygon"}, TypeError, "Polygon whose coordinates are None; expected a list"),
        ({"type": "Feature", "geometry": None}, TypeError, "type None; expected Polygon"),
        ({"type": "Feature", "geometry": "sea"}, TypeError, "type 'sea'; expected Polygon"),
        ({}, TypeError, "type None"),
        (ring_of([np.empty((0, 2))]), ValueError, "ring 0 of polygon 0 is not closed"),
        ([[(0, 0), (1,)], SQUARE], ValueError, r"domain\[0\]\[1\] has shape \(1,\)"),
        ([SQUARE, [(2, 2), (3, math.nan), (3, 3)]], ValueError, r"ring 1"),
        ([SQUARE, [1, 2, 3]], ValueError, r"domain\[1\] has shape \(3,\); expected \(n, 2\)"),
    ],
)  # fmt: skip
def test_bad_domains_are_named(domain, error, words):
    with pytest.raises(error, match=words):
        brenier.Uniform(domain)


class Shape:
    """As other libraries have them."""

    def __init__(self, rings):
        self.__geo_interface__ = ring_of([*rings])


OUTER, FAR = square(0, 0, 4), square(9, 0, 2)
FORMS = {
    "list": (lambda hole: [OUTER, hole], "vertex {} of ring 1"),
    "arrays": (lambda hole: (np.array(OUTER), np.array(hole)), "vertex {} of ring 1"),
    "Polygon": (lambda hole: ring_of([OUTER, hole]), "vertex {} of ring 1 of polygon 0"),
    "MultiPolygon": (
        lambda hole: ring_of([[FAR], [OUTER, hole]], "MultiPolygon"),
        "vertex {} of ring 1 of polygon 1",
    ),
    "Feature": (
        lambda hole: {"type": "Feature", "geometry": ring_of([OUTER, hole])},
        "vertex {} of ring 1 of polygon 0",
    ),
    "GeometryCollection": (
        lambda hole: {
            "type": "GeometryCollection",
            "geometries": [ring_of([FAR]), ring_of([OUTER, hole])],
        },
        "vertex {} of ring 1 of polygon 1",
    ),
    "__geo_interface__": (lambda hole: Shape([OUTER, hole]), "vertex {} of ring 1 of polygon 0"),
}


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("form", FORMS)
def test_the_first_vertex_that_is_not_finite_is_named_in_all_forms(form, bad):
    domain_of, place = FORMS[form]
    assert brenier.Uniform(domain_of(square(1, 1, 1))).area in (15, 19)
    for k in range(5):
        hole = np.array(square(1, 1, 1), dtype=float)
        hole[k:, k % 2] = bad
        for source in (brenier.Uniform, lambda domain: brenier.Gaussian(domain=domain)):
            with pytest.raises(ValueError, match=f"^domain: {place.format(k)} is .*expected"):
                source(domain_of(hole.tolist()))
