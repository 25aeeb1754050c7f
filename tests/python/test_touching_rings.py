"""Domains whose rings touch in points: holes at the coast, parts that share a corner."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.sites import random_masses, random_sites
from oracles.exact import area as signed_area
from oracles.uniformity import assert_uniform

shapely = pytest.importorskip("shapely")


def square(x, y, side):
    return [(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)]


def board(side):
    """The black squares of a checkerboard."""
    return [square(x, y, 1) for x in range(side) for y in range(side) if (x + y) % 2 == 0]


# A hole with a corner on the outer edge, one in a corner, two that touch each other.
HOLES_AT_THE_RIM = shapely.Polygon(
    square(0, 0, 8),
    [
        [(4, 0), (6, 2), (3, 3), (4, 0)],
        [(8, 8), (5, 7), (6, 6), (8, 8)],
        [(1, 4), (3, 5), (2, 6), (1, 4)],
        [(3, 5), (5, 5), (4, 6), (3, 5)],
    ],
)
# Corner on corner, corner on edge, an island that touches the shore of its lake.
PARTS_IN_TOUCH = shapely.MultiPolygon(
    [
        (square(0, 0, 4), [square(1, 1, 2)]),
        (square(4, 4, 3), []),
        ([(4, 1), (7, 0), (7, 3), (4, 1)], []),
        ([(1, 1), (3, 2), (2, 3), (1, 1)], []),
    ]
)
BOARD = shapely.MultiPolygon([(ring, []) for ring in board(5)])
VALID = {"holes": HOLES_AT_THE_RIM, "parts": PARTS_IN_TOUCH, "board": BOARD}
DOMAINS = pytest.mark.parametrize("domain", VALID.values(), ids=VALID)


def random_lattice_polygon(rng, side=5):
    while True:
        ring = rng.integers(0, side, (rng.integers(3, 7), 2)).astype(float)
        if shapely.Polygon(ring).is_valid:
            return ring


def area_or_refusal(domain):
    try:
        return brenier.Uniform(domain).area
    except ValueError:
        return None


def test_two_rings_are_taken_if_and_only_if_their_boundaries_touch_in_points():
    """Of curves that meet in points and do not cross, the insides are disjoint or nested."""
    rng = np.random.default_rng(0)
    taken = holes = parts = 0
    for _ in range(4000):
        p, q = random_lattice_polygon(rng), random_lattice_polygon(rng)
        a, b = shapely.Polygon(p), shapely.Polygon(q)
        insides, _, _, _, boundaries, *_ = a.relate(b)
        apart, nested = insides == "F", a.covers(b) or b.covers(a)
        if boundaries in "F0" and (apart or nested):
            expected = a.area + b.area if apart else abs(a.area - b.area)
            assert area_or_refusal([p, q]) == pytest.approx(expected, rel=1e-14), (p, q)
            taken += 1
        else:
            assert area_or_refusal([p, q]) is None, (p, q)
        two = shapely.MultiPolygon([a, b])
        assert area_or_refusal(two) == (two.area if two.is_valid else None)
        parts += two.is_valid
        one = shapely.Polygon(p, [q])
        if one.is_valid:
            assert area_or_refusal(one) == one.area
            holes += 1
        elif not a.covers(b):
            assert area_or_refusal(one) is None
    assert taken > 400 and parts > 200 and holes > 5


@DOMAINS
def test_area_and_density_are_shapely_s(domain):
    assert domain.is_valid
    source = brenier.Uniform(domain)
    assert source.area == domain.area
    x = np.random.default_rng(0).uniform(-1, 9, (4000, 2))
    np.testing.assert_array_equal(source.density(x) > 0, shapely.contains_xy(domain, *x.T))
    again = brenier.Uniform(source.domain)
    assert again.area == source.area and repr(again) == repr(source)


def assert_cells_are_those_of_shapely(domain, sites, weights):
    xmin, ymin, xmax, ymax = domain.bounds
    around = [
        (xmin - 9, ymin - 9),
        (xmax + 9, ymin - 9),
        (xmax + 9, ymax + 9),
        (xmin - 9, ymax + 9),
    ]
    d = brenier.PowerDiagram(sites, weights, brenier.Uniform(domain))
    whole = brenier.PowerDiagram(sites, weights, brenier.Uniform(around))
    for i in range(len(sites)):
        expected = [shapely.Polygon(cell).intersection(domain) for cell in whole.cell(i)]
        area = sum(cell.area for cell in expected)
        assert d.areas[i] == pytest.approx(area, abs=1e-12 * domain.area)
        assert d.masses[i] == pytest.approx(area / domain.area, abs=1e-12)
        assert sum(map(signed_area, d.cell(i))) == pytest.approx(area, abs=1e-12 * domain.area)
        if area > 1e-9:
            centre = shapely.union_all(expected).centroid
            assert d.centroids[i] == pytest.approx((centre.x, centre.y), abs=1e-9)
    assert d.masses.sum() == pytest.approx(1, abs=1e-14)


@DOMAINS
@pytest.mark.parametrize("seed", range(8))
def test_cells_of_random_sites(domain, seed):
    rng = np.random.default_rng(seed)
    n = [1, 2, 5, 40][seed % 4]
    sites = rng.uniform(-1, 9, (n, 2))
    assert_cells_are_those_of_shapely(domain, sites, rng.random(n))


@DOMAINS
@pytest.mark.parametrize("seed", range(8))
def test_cells_of_lattice_sites(domain, seed):
    """Sites where rings touch and on edges; borders along edges and through corners."""
    rng = np.random.default_rng(seed)
    lattice = np.stack(np.meshgrid(np.arange(17), np.arange(17)), axis=-1).reshape(-1, 2) / 2
    if seed % 2:
        lattice = lattice[(lattice % 1 == 0).all(axis=1)]
    sites = rng.permutation(lattice)[: rng.integers(2, 80)]
    assert_cells_are_those_of_shapely(domain, sites, rng.integers(0, 2, len(sites)) / 2)


def test_squares_of_a_board_are_cells_of_their_own():
    rings = board(6)
    sites = np.array([np.mean(ring[:4], axis=0) for ring in rings])
    d = brenier.PowerDiagram(sites, source=brenier.Uniform(rings))
    assert np.array_equal(d.areas, np.ones(18))
    assert np.array_equal(d.centroids, sites)
    assert [len(d.cell(i)) for i in range(18)] == [1] * 18
    # Four cells that meet in a point where squares touch: of each, a quarter of two squares.
    corners = brenier.PowerDiagram(
        [(1, 1), (1, 3), (3, 1), (3, 3)], source=brenier.Uniform(board(4))
    )
    assert np.array_equal(corners.areas, [2, 2, 2, 2])
    assert all(len(piece) == 4 for i in range(4) for piece in corners.cell(i))


@pytest.mark.parametrize("far", [2.0**20, -(2.0**40)])
def test_far_from_the_origin_touching_rings_touch(far):
    """Sites and rings go along exactly, and so do the cells."""
    sites = np.round(8 * 2**6 * random_sites(30)) / 2**6
    for domain in VALID.values():
        here = brenier.PowerDiagram(sites, source=brenier.Uniform(domain))
        moved = shapely.transform(domain, lambda x: x + far)
        there = brenier.PowerDiagram(sites + far, source=brenier.Uniform(moved))
        assert there.areas == pytest.approx(here.areas, abs=1e-11)
    with pytest.raises(ValueError, match=r" cross; .* at most touch"):
        inside = np.array([(1, 1), (np.spacing(abs(far)) + 4, 2), (1, 3)]) + far
        brenier.Uniform([np.array(square(0, 0, 4)) + far, inside])


@DOMAINS
def test_samples_are_uniform(domain):
    edges = np.linspace(0, 8, 9) + 0.25
    assert_uniform(brenier.Uniform(domain).sample(50_000, rng=1), domain, edges, edges)


@DOMAINS
@pytest.mark.parametrize("n", [2, 30, 300])
def test_transport(domain, n):
    masses = random_masses(n)
    t = brenier.solve(8 * random_sites(n), masses, brenier.Uniform(domain))
    assert t.success
    np.testing.assert_allclose(t.diagram.masses, masses, rtol=1e-8)
    assert t.dual_value == pytest.approx(t.cost, rel=1e-8)


def test_transport_of_a_board_onto_its_corners():
    source = brenier.Uniform(board(5))
    sites = np.stack(np.meshgrid(np.arange(6.0), np.arange(6.0)), axis=-1).reshape(-1, 2)
    assert brenier.solve(sites, source=source).success


def test_a_ring_that_touches_itself_is_an_outline_with_its_holes():
    """As some programs write a hole at the rim: in one go with the outer ring."""
    holed = shapely.Polygon(square(0, 0, 8), [[(0, 0), (4, 2), (2, 4), (0, 0)]])
    in_one_go = [*square(0, 0, 8), (2, 4), (4, 2)]
    sites = 8 * random_sites(50)
    one, other = (
        brenier.PowerDiagram(sites, source=brenier.Uniform(d)) for d in (holed, in_one_go)
    )
    assert one.areas == pytest.approx(other.areas, abs=1e-13)
    assert [len(one.cell(i)) for i in range(50)] == [len(other.cell(i)) for i in range(50)]


@pytest.mark.parametrize(
    ("domain", "words"),
    [
        # A hole that touches from outside, a hole in a hole and a part in a part that touch it.
        (shapely.Polygon(square(0, 0, 4), [square(4, 4, 1)]), "ring 1 of polygon 0 is no hole"),
        (
            shapely.Polygon(square(0, 0, 9), [square(1, 1, 4), [(1, 1), (3, 2), (2, 3)]]),
            "ring 2 of polygon 0 is no hole",
        ),
        (
            shapely.MultiPolygon([(square(0, 0, 4), []), ([(0, 0), (3, 2), (2, 3)], [])]),
            "polygon 1 lies in another",
        ),
        ([square(0, 0, 1), square(1, 0, 1)], "from vertex . of ring 0 .* ring 1 .* overlap"),
    ],
)
def test_what_does_more_than_touch_is_named(domain, words):
    with pytest.raises(ValueError, match=words):
        brenier.Uniform(domain)
