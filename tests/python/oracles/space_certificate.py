"""Masses and costs of cells in space, by linear programming and Qhull: for few sites.

Each cell is cut out by the half-spaces of what is nearer to its site than to any other, on a torus
than to any of the 27 copies about it, and by the faces of the domain.
"""

from __future__ import annotations

import itertools

import brenier
import numpy as np
from scipy.optimize import linprog
from scipy.spatial import ConvexHull, HalfspaceIntersection

from oracles.certificate import EPS, Certificate

SHIFTS = np.array(list(itertools.product((-1, 0, 1), repeat=3)))
THIN = 1e-7  # radius of the largest ball in a cell below which Qhull is not asked, domain 2 wide


def certificate_in_space(sites, weights, source):
    """Measure the power cells of distinct sites.

    Places are told from the domain's middle, on a torus from each site, in half the domain's width.
    """
    low, high = np.array(source.bounds)
    unit = 0.5 * (high - low).max()
    whole = source.volume / unit**3
    masses, costs, slack = np.zeros((3, len(sites)))
    farthest = 0.0
    walls, offsets = (np.zeros((0, 3)), np.zeros(0)) if source.periodic else faces_of(source)
    for i, site in enumerate(sites):
        origin = site if source.periodic else 0.5 * (low + high)
        own = (site - origin) / unit
        apart = (sites - site) / unit
        if source.periodic:
            period = (high - low) / unit
            apart = apart - period * np.rint(apart / period)
            apart = (apart[:, None] + SHIFTS * period).reshape(-1, 3)
        lighter = np.repeat(weights[i] - weights, len(apart) // len(sites)) / unit**2
        squares = np.sum(apart**2, axis=1)
        others = squares > 0
        a = np.vstack([2 * apart[others], unit * walls])
        b = (squares + lighter + 2 * apart @ own)[others]
        b = np.concatenate([b, offsets - walls @ origin])
        a, b = a / unit_rows(a), b / unit_rows(a)[:, 0]
        vertices, volume, area = polyhedron(a, b)
        nearest = np.sqrt(squares[others].min(initial=np.inf))
        size = np.abs(weights).max() / unit**2 + np.sum((site - low) ** 2) / unit**2 + 4
        slack[i] = (area * (64 * EPS + 32 * EPS * size / (2 * nearest)) + 1e-12) / whole
        if volume == 0:
            slack[i] += 40 * THIN / whole
            continue
        middle = vertices.mean(axis=0)
        hull = ConvexHull(vertices)
        corners = vertices[hull.simplices]
        base = np.broadcast_to(middle, (len(corners), 1, 3))
        corners = np.concatenate([corners, base], axis=1)
        parts = np.abs(np.linalg.det(corners[:, :3] - middle)) / 6
        ways = corners - own
        second = np.sum(ways**2, axis=(1, 2)) + np.sum(ways.sum(axis=1) ** 2, axis=1)
        masses[i] = parts.sum() / whole
        costs[i] = unit**2 * (parts @ second / 20) / whole
        farthest = max(farthest, unit**2 * np.sum((vertices - own) ** 2, axis=1).max())
    return Certificate(masses, float(costs.sum()), slack, float(slack.sum() * farthest))


def unit_rows(a):
    return np.linalg.norm(a, axis=1, keepdims=True)


def faces_of(source):
    """Normals (f, 3) and offsets of the faces: inside is where normals · x <= offsets."""
    if not isinstance(source.domain, brenier.Polyhedron):
        low, high = np.array(source.bounds)
        return np.vstack([np.eye(3), -np.eye(3)]), np.concatenate([high, -low])
    vertices = source.domain.vertices
    corners = np.array([vertices[face[:3]] for face in source.domain.faces])
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals /= unit_rows(normals)
    return normals, np.sum(normals * corners[:, 0], axis=1)


def polyhedron(a, b):
    """Vertices, volume and area of a x <= b, rows of a of length 1; nothing if it is thin."""
    program = linprog(
        (0, 0, 0, -1), np.column_stack([a, np.ones(len(a))]), b, bounds=[(-1e3, 1e3)] * 3 + [(0, 2)]
    )
    if not program.success or program.x[3] < THIN:
        return np.zeros((0, 3)), 0.0, 0.0
    halves = np.column_stack([a, -b])
    vertices = HalfspaceIntersection(halves, program.x[:3]).intersections
    hull = ConvexHull(vertices)
    return vertices, hull.volume, hull.area
