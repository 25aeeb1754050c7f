"""Other libraries' geometry: half-plane intersections, convex hulls, and linear programming."""

from __future__ import annotations

import math
from itertools import pairwise

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE
from inputs.sites import random_masses, random_sites
from oracles.exact import power_excess, rational
from scipy.optimize import linprog
from scipy.sparse import coo_array
from scipy.spatial import ConvexHull, HalfspaceIntersection

# Cells from half-planes


def half_planes(d, i):
    """Rows (a, b, c) with a x + b y + c <= 0: the cell of site i in the unit square."""
    y, w = d.sites, d.weights
    others = np.arange(len(d)) != i
    squares = np.sum(y**2, axis=1) - w
    planes = np.column_stack([2 * (y - y[i]), squares[i] - squares])[others]
    return np.vstack([planes, [(-1, 0, 0), (1, 0, -1), (0, -1, 0), (0, 1, -1)]])


@pytest.mark.parametrize("spread", [0, 0.01, 0.05])
def test_cells_are_intersections_of_half_planes(spread):
    rng = np.random.default_rng(5)
    d = brenier.PowerDiagram(rng.random((80, 2)), spread * rng.normal(size=80))
    there = np.flatnonzero(d.masses > 1e-9)
    assert len(there) > 10
    for i in there:
        cell = HalfspaceIntersection(half_planes(d, i), d.centroids[i])
        hull = ConvexHull(cell.intersections)
        assert d.areas[i] == pytest.approx(hull.volume, abs=1e-12)
        [polygon] = d.cell(i)
        expected = cell.intersections[hull.vertices]
        gaps = np.linalg.norm(polygon[:, None] - expected[None], axis=2)
        assert max(gaps.min(axis=0).max(), gaps.min(axis=1).max()) < 1e-12
    assert d.areas[there].sum() == pytest.approx(1, abs=1e-9)


# Triangulations from convex hulls


def faces_of(triangles, sites, weights):
    """Of triangles on the lower hull of (y, |y|² - w): its faces as sets of sites, exactly."""
    points = [(*y, w) for y, w in zip(rational(sites), rational(weights), strict=True)]
    faces = set()
    for triangle in triangles:
        excess = [power_excess([points[k] for k in triangle], p) for p in points]
        assert min(excess) >= 0
        faces.add(frozenset(k for k, e in enumerate(excess) if e == 0))
    return faces


def lower_hull(sites, weights):
    """Its triangles, counter-clockwise."""
    hull = ConvexHull(np.column_stack([sites, np.sum(sites**2, axis=1) - weights]))
    lower = hull.simplices[hull.equations[:, 2] < -1e-9]
    u, v = (sites[lower[:, k]] - sites[lower[:, 0]] for k in (1, 2))
    turns = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    return [t if turn > 0 else t[::-1] for t, turn in zip(lower, turns, strict=True) if turn != 0]


LATTICE = np.array([(x, y) for x in range(6) for y in range(6)], float)
rng = np.random.default_rng(6)
LIFTED = {
    "at random": (rng.random((40, 2)), np.zeros(40)),
    "weighted": (rng.random((40, 2)), 0.05 * rng.normal(size=40)),
    "lattice": (LATTICE, np.zeros(36)),
    "lattice, weighted": (LATTICE, rng.integers(-1, 2, 36) / 4),
    "lattice, checkerboard": (LATTICE, LATTICE.sum(axis=1) % 2),
    "all on one plane": (LATTICE, np.sum(LATTICE**2, axis=1)),
}


@pytest.mark.parametrize("name", [name for name in LIFTED if name != "all on one plane"])
def test_simplices_are_the_lower_convex_hull_up_to_ties(name):
    """Where more than three sites have a common face, each library divides it in its own way."""
    sites, weights = LIFTED[name]
    simplices = brenier.PowerDiagram(sites, weights).simplices
    expected = faces_of(lower_hull(sites, weights), sites, weights)
    assert faces_of(simplices, sites, weights) == expected
    assert (max(map(len, expected)) > 3) == ("lattice" in name)


def test_sites_on_one_plane_are_one_face():
    sites, weights = LIFTED["all on one plane"]
    simplices = brenier.PowerDiagram(sites, weights).simplices
    assert faces_of(simplices, sites, weights) == {frozenset(range(36))}


# Transports from linear programs


def least_cost(points, shares, sites, masses):
    """The cost of an optimal transport between finite sets, and its potential on the sites."""
    m, n = len(points), len(sites)
    costs = np.sum((points[:, None] - sites[None]) ** 2, axis=2).ravel()
    point, site = np.divmod(np.arange(m * n), n)
    rows, columns = np.concatenate([point, m + site]), np.tile(np.arange(m * n), 2)
    matrix = coo_array((np.ones(2 * m * n), (rows, columns))).tocsr()
    plan = linprog(costs, A_eq=matrix, b_eq=np.concatenate([shares, masses]), method="highs")
    assert plan.success
    return plan.fun, plan.eqlin.marginals[m:]


def squares(k, values):
    """The centres of the k × k squares of a grid, and their shares of a raster's mass."""
    ticks = (np.arange(k) + 0.5) / k
    centres = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    repeat = k // len(values)
    shares = np.kron(values, np.ones((repeat, repeat))).ravel()
    return centres[shares > 0], shares[shares > 0] / shares.sum()


PICTURES = {"even": np.ones((1, 1)), "grey": np.array([(1, 3), (0, 2)]), "apart": np.eye(3)}


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize("seed", range(2))
def test_transports_are_the_limits_of_linear_programs(name, seed):
    """Squares cost 1 / (6 k²) more than their centres, but for those that a facet cuts."""
    values, n = PICTURES[name], 5
    sites, masses = random_sites(n, seed), random_masses(n, seed + 10)
    t = brenier.solve(sites, masses, brenier.Raster(values))
    differences = []
    for k in (6, 12, 24):
        centres, shares = squares(k, values)
        least, potential = least_cost(centres, shares, sites, masses)
        # Our potential is feasible for the program's dual: its value is at most the optimum.
        powers = np.sum((centres[:, None] - sites[None]) ** 2, axis=2) - t.weights
        dual = shares @ powers.min(axis=1) + masses @ t.weights
        assert dual <= least + 1e-12
        assert least - dual <= 0.3 / k**2
        # W2 is a metric, and the centres are 1 / (√6 k) away from the source.
        assert abs(math.sqrt(t.cost) - math.sqrt(least)) <= 1 / (math.sqrt(6) * k)
        differences.append(abs(t.cost - least - 1 / (6 * k**2)))
        # The dual is flat near its maximum: the potential itself is known to 1 / k only.
        if name != "apart":
            np.testing.assert_allclose(
                potential - masses @ potential, t.weights, rtol=0, atol=1.5 / k
            )
    assert all(b < a for a, b in pairwise(differences))
    assert differences[-1] < 1e-3


def test_on_a_domain_that_is_not_convex_too():
    sites, masses = random_sites(4), random_masses(4)
    t = brenier.solve(sites, masses, brenier.Uniform(L_SHAPE))
    centres, shares = squares(24, np.array([(1, 1), (1, 0)]))
    least, _ = least_cost(centres, shares, sites, masses)
    assert t.cost == pytest.approx(least + 1 / (6 * 24**2), abs=1e-3)
