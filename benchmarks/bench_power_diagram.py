"""A Voronoi diagram with its areas, against scipy's (Qhull's) without.

scipy neither cuts the cells to a domain nor measures them, so its figures are for less work.
"""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from scipy.spatial import Delaunay, Voronoi


def triangle_set(simplices):
    return {tuple(triangle) for triangle in np.sort(simplices, axis=1).tolist()}


def shoelace(polygon):
    x, y = polygon.T
    return 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


@pytest.fixture
def in_group(benchmark, n):
    benchmark.group = f"power diagram, {n} sites"
    return benchmark


def test_brenier_power_diagram(in_group, sites):
    diagram, masses = in_group(lambda: (d := brenier.PowerDiagram(sites), d.masses))
    assert masses.sum() == pytest.approx(1.0, abs=1e-12)
    # Qhull decides in rounded arithmetic; away from the convex hull nothing here is close.
    ours, theirs = triangle_set(diagram.simplices), triangle_set(Delaunay(sites).simplices)
    assert len(ours ^ theirs) < 1e-2 * len(ours)


def test_brenier_with_moments(in_group, sites):
    diagram, centroids = in_group(lambda: (d := brenier.PowerDiagram(sites), d.centroids))
    assert diagram.masses @ centroids == pytest.approx([0.5, 0.5], abs=1e-12)


def test_baseline_scipy_delaunay(in_group, sites):
    triangulation = in_group(Delaunay, sites)
    assert len(triangulation.coplanar) == 0


def test_baseline_scipy_voronoi(in_group, sites):
    voronoi = in_group(Voronoi, sites)
    areas, checked = brenier.PowerDiagram(sites).areas, 0
    for i in range(100):
        region = voronoi.regions[voronoi.point_region[i]]
        polygon = voronoi.vertices[region]
        if -1 not in region and np.all((polygon > 0) & (polygon < 1)):
            assert areas[i] == pytest.approx(shoelace(polygon), rel=1e-6)
            checked += 1
    assert checked > 50
