"""Sites on a line cut any domain into strips, at the places where its mass has run up to theirs."""

import brenier
import numpy as np
import pytest

MASSES = np.array([0.25, 0.05, 0.3, 0.2, 0.125, 0.075])
BORDERS = np.cumsum(MASSES)[:-1]


def turned(points, angle):
    c, s = np.cos(angle), np.sin(angle)
    return np.asarray(points) @ np.array([[c, s], [-s, c]])


@pytest.mark.parametrize("y", [0.5, 0, -2])
@pytest.mark.parametrize(("x1", "x2"), [(0, 1), (0.4, 0.41), (0.9, 3), (-7, -6.5), (2, 90)])
@pytest.mark.parametrize("m", [0.5, 0.1, 0.999])
def test_two_sites_in_or_out_of_the_square(x1, x2, y, m):
    # The weights are of the order of the squared distances, and their rounding moves the edge.
    tol = 1e-12 * max(1, x1**2)
    t = brenier.solve([(x1, y), (x2, y)], [m, 1 - m], tol=tol)
    w = t.weights
    assert w[0] - w[1] == pytest.approx((m - x1) ** 2 - (m - x2) ** 2, rel=1e-12, abs=1e-13)
    assert m * w[0] + (1 - m) * w[1] == pytest.approx(0, abs=1e-13 * max(1, x2**2))
    np.testing.assert_allclose(t.diagram.facets.points[0][:, 0], m, rtol=0, atol=tol)
    np.testing.assert_allclose(np.sort(t.diagram.facets.points[0][:, 1]), [0, 1], atol=1e-14)
    horizontal = (m - x1) ** 3 + x1**3 + (1 - x2) ** 3 - (m - x2) ** 3
    vertical = (1 - y) ** 3 + y**3
    assert t.cost == pytest.approx((horizontal + vertical) / 3, rel=1e-9)


@pytest.mark.parametrize("angle", [0, np.pi / 2, np.pi / 4, 1.0, 4.0])
@pytest.mark.parametrize("height", [0.5, 3])
def test_strips_of_a_turned_square(angle, height):
    along = np.array([-0.3, 0.1, 0.15, 0.8, 1, 5])
    square = turned([(0, 0), (1, 0), (1, 1), (0, 1)], angle)
    sites = turned(np.column_stack([along, np.full(6, height)]), angle)
    shuffle = np.random.default_rng(0).permutation(6)
    t = brenier.solve(sites[shuffle], MASSES[shuffle], brenier.Uniform(square), tol=1e-12)
    facets = t.diagram.facets
    assert len(facets.sites) == 5
    straight = turned(facets.points, -angle)
    order = np.argsort(straight[:, 0, 0])
    np.testing.assert_allclose(straight[order, :, 0], np.column_stack([BORDERS] * 2), rtol=1e-11)
    neighbours = np.sort(shuffle[facets.sites[order]], axis=1)
    np.testing.assert_array_equal(neighbours, np.column_stack([np.arange(5), np.arange(1, 6)]))
    ends = np.concatenate([[0], BORDERS, [1]])
    cost = np.sum((ends[1:] - along) ** 3 - (ends[:-1] - along) ** 3) / 3
    cost += ((1 - height) ** 3 + height**3) / 3
    assert t.cost == pytest.approx(cost, rel=1e-9)


def test_strips_of_a_parallelogram():
    source = brenier.Uniform([(0, 0), (2, 0), (3, 1), (1, 1)])
    t = brenier.solve([(5, y) for y in (-1, 0.5, 0.6, 2, 3, 3.5)], MASSES, source, tol=1e-12)
    np.testing.assert_allclose(np.sort(t.diagram.facets.points[:, 0, 1]), BORDERS, rtol=1e-11)
    assert len(t.diagram.simplices) == 0


def test_strips_of_a_triangle():
    source = brenier.Uniform([(0, 0), (1, 0), (0, 1)])
    t = brenier.solve([(k / 10, 0.25) for k in range(1, 7)], MASSES, source, tol=1e-12)
    # The part of the triangle left of x has the mass 1 - (1 - x)².
    borders = 1 - np.sqrt(1 - BORDERS)
    np.testing.assert_allclose(np.sort(t.diagram.facets.points[:, 0, 0]), borders, rtol=1e-11)


def test_strips_of_a_horseshoe_are_in_two_pieces():
    source = brenier.Uniform([(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)])
    masses = [3.5 / 7, 2 / 7, 1.5 / 7]
    t = brenier.solve([(0.2, 0), (0.2, 1), (0.2, 1.5)], masses, source, tol=1e-12)
    assert [len(t.diagram.cell(k)) for k in range(3)] == [1, 2, 2]
    heights = np.sort(t.diagram.facets.points[:, 0, 1])
    np.testing.assert_allclose(heights, [1.25, 1.25, 2.25, 2.25], rtol=1e-11)
