"""GeoJSON and shapely as users have them: heights, points beside polygons, parts with borders."""

from __future__ import annotations

import re

import brenier
import numpy as np
import pytest

shapely = pytest.importorskip("shapely")


def square(x, y, side=1.0):
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings)}


def parts(*polygons):
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in polygons]}


def feature(geometry):
    return {"type": "Feature", "properties": {}, "geometry": geometry}


def features(*geometries):
    return {"type": "FeatureCollection", "features": [*map(feature, geometries)]}


POINT, LINE = (
    {"type": "Point", "coordinates": [9, 9]},
    {"type": "LineString", "coordinates": [[0, 0], [9, 9]]},
)


# Heights


@pytest.mark.parametrize("extra", [[7.5], [None], [float("nan")], [7.5, 1.0]])
def test_only_x_and_y_are_taken(extra):
    ring = [[*position, *extra] for position in square(0, 0, 2)]
    hole = np.column_stack([square(0.5, 0.5), [extra] * 5]).astype(float)
    assert brenier.Uniform(polygon(ring)).area == 4
    assert brenier.Uniform(polygon(ring, hole)).area == 3
    assert brenier.Uniform(polygon([*ring[:2], *square(0, 0, 2)[2:]])).area == 4  # some have none
    assert brenier.Gaussian((1, 1), domain=features(polygon(ring))).area == 4


def test_shapely_with_heights_is_taken():
    flat = shapely.Polygon(square(0, 0, 4), [square(1, 1)])
    for domain in (shapely.force_3d(flat, 3.0), shapely.MultiPolygon([shapely.force_3d(flat)])):
        assert domain.has_z
        assert brenier.Uniform(domain).area == flat.area
    rising = [(x, y, height) for height, (x, y) in enumerate(square(0, 0))]
    assert brenier.Uniform(polygon(rising)).area == 1  # closed in the plane


def test_positions_of_one_number_or_five_are_refused():
    for size in (1, 5):
        ring = [[*range(size)]] * 4
        with pytest.raises(ValueError, match=r"^domain: ring 0 of polygon 0 has shape.*\(n, 2\)"):
            brenier.Uniform(polygon(ring))
    with pytest.raises(ValueError, match=r"has shape \(2, 5\)"):
        brenier.Uniform(polygon(np.zeros((2, 5))))


# What has no area


def test_what_has_no_area_is_left_out_of_collections():
    collection = {
        "type": "GeometryCollection",
        "geometries": [POINT, polygon(square(0, 0)), None, LINE, polygon(square(3, 0))],
    }
    assert brenier.Uniform(collection).area == 2
    assert brenier.Uniform(features(None, POINT, collection, polygon(square(9, 0)))).area == 3
    assert brenier.Uniform({"type": "FeatureCollection", "features": [None, collection]}).area == 2
    mixed = shapely.GeometryCollection(
        [shapely.Point(9, 9), shapely.box(0, 0, 1, 1), shapely.LineString([(0, 0), (5, 5)])]
    )
    assert brenier.Uniform(mixed).area == 1
    assert brenier.Uniform(shapely.GeometryCollection([shapely.Polygon(), mixed])).area == 1


@pytest.mark.parametrize(
    ("domain", "error", "words"),
    [
        (features(POINT, None, POINT), ValueError, "with 2 Point, 1 null in it; expected at least"),
        (features(), ValueError, "GeoJSON without a ring, with nothing in it"),
        (parts(), ValueError, "GeoJSON without a ring"),
        (features({"type": "Moon"}), TypeError, "type 'Moon'; expected Polygon"),
        (features({}), TypeError, "type None; expected Polygon"),
        (features([1, 2]), TypeError, r"type \[1, 2\]; expected Polygon"),
        (POINT, TypeError, "type 'Point'; expected Polygon"),
        (feature(None), TypeError, "type None; expected Polygon"),
        (
            {"type": "MultiPolygon", "coordinates": [1, 2, 3]},
            TypeError,
            r"MultiPolygon whose coordinates\[0\] is 1; expected a list of rings",
        ),
        (
            {"type": "MultiPolygon", "coordinates": [[square(0, 0)], None]},
            TypeError,
            r"coordinates\[1\] is None; expected a list of rings",
        ),
        (polygon(1, 2), ValueError, r"ring 0 of polygon 0 has shape \(\)"),
        (polygon("coast"), TypeError, "ring 0 of polygon 0 has dtype <U5"),
        (polygon(None), TypeError, "ring 0 of polygon 0 is None; expected"),
        ({"type": "Polygon", "coordinates": 5}, TypeError, "coordinates are 5; expected a list"),
        (
            {"type": "Polygon", "coordinates": np.zeros((99, 99))},
            TypeError,
            "coordinates are a numpy.ndarray of shape",
        ),
        ({"type": ["Polygon"]}, TypeError, r"type \['Polygon'\]"),
        ({"type": "FeatureCollection", "features": {}}, TypeError, "features are {}"),
    ],
)
def test_other_things_are_named(domain, error, words):
    with pytest.raises(error, match=f"^domain.*{words}"):
        brenier.Uniform(domain)


def test_collections_without_end_are_refused():
    geometry = polygon(square(0, 0))
    for _ in range(5000):
        geometry = {"type": "GeometryCollection", "geometries": [geometry]}
    with pytest.raises(ValueError, match=r"^domain is GeoJSON .* too deep"):
        brenier.Uniform(geometry)


# Parts that are not apart


@pytest.mark.parametrize(
    ("domain", "words"),
    [
        (
            parts(square(0, 0), square(5, 5), square(1, 0)),
            "polygons 0 and 2 share a border, from (1, 0) to (1, 1)",
        ),
        (
            features(polygon(square(0, 0)), POINT, polygon(square(1, 0.5))),
            "polygons 0 and 1 share a border, from (1, 0.5) to (1, 1)",
        ),
        (
            features(polygon(square(-9, 0)), polygon(square(0, 0, 2)), polygon(square(1, 1, 2))),
            "polygons 1 and 2 overlap: their borders cross at (",
        ),
        (
            # An enclave that fills the hole.
            features(polygon(square(0, 0, 3), square(1, 1)), polygon(square(1, 1))),
            "polygons 0 and 1 share a border, from (1, 1) to (2, 1)",
        ),
        (
            features(polygon(square(0, 0)), polygon(square(0, 0))),
            "polygons 0 and 1 share a border, from (0, 0) to (1, 0)",
        ),
        (
            features(polygon(square(20, 0)), polygon(square(1, 1)), polygon(square(0, 0, 9))),
            "polygon 1 lies in another, polygon 2, as at (1, 1)",
        ),
    ],
)
def test_parts_that_are_not_apart_are_named_with_a_place_and_the_remedy(domain, words):
    with pytest.raises(ValueError, match=f"^domain: {re.escape(words)}") as caught:
        brenier.Uniform(domain)
    assert "shapely.union_all" in str(caught.value)
    geometries = [part["geometry"] for part in domain.get("features", [feature(domain)])]
    joined = shapely.union_all([shapely.geometry.shape(geometry) for geometry in geometries])
    if joined.geom_type != "GeometryCollection":
        assert brenier.Uniform(joined).area == pytest.approx(joined.area)


@pytest.mark.parametrize("seed", range(20))
def test_the_place_lies_on_both_borders(seed):
    rng = np.random.default_rng(seed)
    first, second = (shapely.Point(*rng.random(2)).buffer(1.0, 3) for _ in range(2))
    with pytest.raises(ValueError, match="polygons 0 and 1 overlap") as caught:
        brenier.Uniform(shapely.MultiPolygon([first, second]))
    (x, y) = re.findall(r"cross at \((\S+), (\S+)\)", str(caught.value))[0]
    place = shapely.Point(float(x), float(y))
    assert max(first.exterior.distance(place), second.exterior.distance(place)) < 1e-8


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ([[1, 1], [2, 2], [2, 1], [1, 2], [1, 1]], "vertex . of ring 1 of polygon 1 .*make_valid"),
        ([[1, 1], [2, 2], [1, 1]], "ring 1 of polygon 1 has 2 distinct vertices"),
        ([[1, 1], [2e200, 2], [1, 3], [1, 1]], "vertex 1 of ring 1 of polygon 1 is"),
        (square(7, 7), "ring 1 of polygon 1 is no hole in it"),
    ],
)
def test_rings_are_counted_within_their_polygon(bad, words):
    domain = features(polygon(square(-9, 0)), POINT, polygon(square(0, 0, 4), bad))
    with pytest.raises(ValueError, match=f"^domain: .*{words}"):
        brenier.Uniform(domain)
