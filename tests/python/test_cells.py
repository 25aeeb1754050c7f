"""All cells at once: flat arrays, GeoJSON, shapely, and who is whose neighbour."""

from __future__ import annotations

import json
import sys

import brenier
import numpy as np
import pytest

shapely = pytest.importorskip("shapely")

RNG = np.random.default_rng(7)
FRAME = shapely.box(0, 0, 1, 1) - shapely.box(0.25, 0.25, 0.75, 0.75)
FEW = np.array([(0.5, 0.5), (0.1, 0.1), (0.1, 0.1), (9.0, 9.0)])
WEIGHTS = np.array([0.12, 0.0, 0.0, 0.0])


@pytest.fixture
def framed():
    return brenier.PowerDiagram(RNG.random((40, 2)), None, brenier.Uniform(FRAME))


@pytest.fixture
def few():
    """One cell around the hole, one in a corner, a copy, and one that is nowhere near."""
    return brenier.PowerDiagram(FEW, WEIGHTS, brenier.Uniform(FRAME))


def test_it_is_a_sequence_of_what_cell_returns(framed, few):
    for d in (framed, few):
        cells = d.cells()
        assert len(cells) == len(list(cells)) == len(d)
        for i, rings in enumerate(cells):
            for again in (d.cell(i), cells[i], cells[i - len(d)], d.cell(i - len(d))):
                assert len(again) == len(rings)
                assert all(map(np.array_equal, again, rings))
    with pytest.raises(IndexError, match=r"cell 4 of a diagram of 4 sites; .* from -4 to 3"):
        few.cells()[4]
    assert repr(few.cells()) == "<Cells of 4 sites: 2 polygons>"


def test_the_arrays_are_those_of_geoarrow(framed, few):
    for d in (framed, few):
        c = d.cells()
        for offsets, count in ((c.rings, len(c.points)), (c.polygons, len(c.rings) - 1)):
            assert offsets[0] == 0 and offsets[-1] == count and (np.diff(offsets) > 0).all()
        assert c.sites[0] == 0 and c.sites[-1] == len(c.polygons) - 1
        assert len(c.sites) == len(d) + 1
        assert not any(a.flags.writeable for a in (c.points, c.rings, c.polygons, c.sites))
        kind = shapely.GeometryType.MULTIPOLYGON
        arrow = shapely.from_ragged_array(kind, c.points, (c.rings, c.polygons, c.sites))
        assert all(a.equals(b) for a, b in zip(arrow, c.to_shapely(), strict=True))
        first = set(c.polygons[:-1].tolist())
        for r, (begin, end) in enumerate(zip(c.rings[:-1], c.rings[1:], strict=True)):
            assert shapely.is_ccw(shapely.LinearRing(c.points[begin:end])) == (r in first)


def test_shapely_has_one_geometry_a_site(framed, few):
    whole, corner, copy, nowhere = few.cells().to_shapely()
    assert whole.geom_type == "Polygon" and len(whole.interiors) == 1
    assert corner.geom_type == "Polygon" and copy.is_empty and nowhere.is_empty
    assert whole.union(corner).equals(FRAME)
    cells = framed.cells().to_shapely()
    assert cells.shape == (40,)
    several = np.diff(framed.cells().sites) > 1
    assert several.any()
    assert [c.geom_type == "MultiPolygon" for c in cells] == several.tolist()
    np.testing.assert_allclose(shapely.area(cells), framed.areas, rtol=0, atol=1e-15)


def test_geojson_has_one_feature_a_site(framed, few):
    for d in (framed, few):
        collection = json.loads(json.dumps(d.cells().to_geojson()))
        assert collection["type"] == "FeatureCollection"
        assert [f["id"] for f in collection["features"]] == list(range(len(d)))
        shapes = d.cells().to_shapely()
        for f, shape, area in zip(collection["features"], shapes, d.areas, strict=True):
            assert f["type"] == "Feature" and f["properties"] == {}
            assert (f["geometry"] is None) == shape.is_empty == (area == 0)
            if f["geometry"] is None:
                continue
            there = shapely.geometry.shape(f["geometry"])
            assert there.geom_type == shape.geom_type and shapely.equals_identical(there, shape)
            np.testing.assert_allclose(brenier.Uniform(f).area, area, rtol=0, atol=1e-15)


def test_properties_are_columns_or_a_mapping_for_each_site(few):
    cells, names = few.cells(), ["a", "b", "c", "d"]
    by_column = cells.to_geojson({"mass": few.masses, "name": names, "site": few.sites})
    rows = [
        {"mass": m, "name": n, "site": y}
        for m, n, y in zip(few.masses.tolist(), names, few.sites.tolist(), strict=True)
    ]
    assert by_column == cells.to_geojson(rows)
    assert [f["properties"] for f in by_column["features"]] == rows
    assert cells.to_geojson({}) == cells.to_geojson()


@pytest.mark.parametrize(
    ("properties", "error", "message"),
    [
        ({"mass": [1, 2]}, ValueError, r"properties\['mass'\] has 2 values; .* each of 4 sites"),
        ({"mass": 3}, TypeError, r"properties\['mass'\] is 3; expected a value for each"),
        ({"mass": "abcd"}, TypeError, r"properties\['mass'\] is 'abcd'"),
        ({"mass": np.float64(2)}, TypeError, r"properties\['mass'\] is"),
        ([{}, {}], ValueError, "properties are 2; expected one for each of 4 sites"),
        ([{}, {}, 5, {}], TypeError, r"properties\[2\] is 5; expected a mapping"),
        ("abcd", TypeError, "properties are 'abcd'; expected a mapping of columns"),
        (7, TypeError, "properties are 7; expected a mapping of columns"),
    ],
)
def test_other_properties_are_refused(few, properties, error, message):
    with pytest.raises(error, match=message):
        few.cells().to_geojson(properties)


def test_without_shapely_the_error_says_how_to_get_it(few, monkeypatch):
    monkeypatch.setitem(sys.modules, "shapely", None)
    with pytest.raises(ImportError, match=r"pip install 'brenier\[geo\]'"):
        few.cells().to_shapely()


def test_adjacency_has_the_lengths_that_shapely_finds(framed):
    lengths = framed.adjacency()
    assert lengths.shape == (40, 40) and lengths.format == "csr"
    assert (lengths != lengths.T).nnz == 0 and (lengths.data > 0).all()
    cells = framed.cells().to_shapely()
    for i in range(40):
        for j in range(i):
            common = shapely.shared_paths if cells[i].touches(cells[j]) else None
            length = shapely.intersection(cells[i], cells[j]).length if common else 0.0
            np.testing.assert_allclose(lengths[i, j], length, rtol=0, atol=1e-14)
    perimeters = np.asarray(lengths.sum(axis=1)).ravel()
    on_border = shapely.length(shapely.intersection(cells, FRAME.boundary))
    np.testing.assert_allclose(perimeters + on_border, shapely.length(cells), rtol=0, atol=1e-12)


def test_one_cell_has_no_neighbours():
    d = brenier.PowerDiagram([(0.5, 0.5)])
    assert d.adjacency().shape == (1, 1) and d.adjacency().nnz == 0
    assert d.cells().to_shapely()[0].equals(shapely.box(0, 0, 1, 1))
