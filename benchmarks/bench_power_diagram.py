"""A Voronoi diagram by stages, against CGAL's triangulation and scipy's (Qhull's) diagrams.

Neither cuts the cells to a domain nor measures them, so their figures are for less work.
"""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from scipy.spatial import Delaunay, Voronoi
from timing import CgalBuild

GROUP = "power diagram, {n} sites"


def triangle_set(simplices):
    return {tuple(triangle) for triangle in np.sort(simplices, axis=1).tolist()}


def shoelace(polygon):
    x, y = polygon.T
    return 0.5 * abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1)))


def test_triangulated_and_cut(timed, sites):
    diagram = timed(brenier.PowerDiagram, sites)
    # Qhull decides in rounded arithmetic; away from the convex hull nothing here is close.
    ours, theirs = triangle_set(diagram.simplices), triangle_set(Delaunay(sites).simplices)
    assert len(ours ^ theirs) < 1e-2 * len(ours)


def test_with_masses(timed, sites):
    masses = timed(lambda: brenier.PowerDiagram(sites).masses)
    assert masses.sum() == pytest.approx(1.0, abs=1e-12)


def test_with_moments(timed, sites):
    diagram, centroids = timed(lambda: (d := brenier.PowerDiagram(sites), d.centroids))
    assert diagram.masses @ centroids == pytest.approx([0.5, 0.5], abs=1e-12)


def test_with_polygons(timed, sites):
    cells = timed(lambda: brenier.PowerDiagram(sites).cells())
    ring = np.repeat(np.arange(len(sites)), np.diff(cells.rings))
    assert len(cells.rings) == len(sites) + 1  # no cell is empty, and none has a hole
    ahead = np.roll(cells.points, -1, axis=0)
    ahead[cells.rings[1:] - 1] = cells.points[cells.rings[:-1]]
    twice = np.bincount(ring, cells.points[:, 0] * ahead[:, 1] - cells.points[:, 1] * ahead[:, 0])
    assert twice.min() > 0 and twice.sum() == pytest.approx(2.0, abs=1e-12)


def test_baseline_cgal_build(timed, sites):
    """It checks that all sites are vertices."""
    assert timed(CgalBuild(sites)).wall > 0


def test_baseline_scipy_delaunay(timed, sites):
    triangulation = timed(Delaunay, sites)
    assert len(triangulation.coplanar) == 0


def test_baseline_scipy_voronoi(timed, sites):
    voronoi = timed(Voronoi, sites)
    areas, checked = brenier.PowerDiagram(sites).areas, 0
    for i in range(100):
        region = voronoi.regions[voronoi.point_region[i]]
        polygon = voronoi.vertices[region]
        if -1 not in region and np.all((polygon > 0) & (polygon < 1)):
            assert areas[i] == pytest.approx(shoelace(polygon), rel=1e-6)
            checked += 1
    assert checked > 50
