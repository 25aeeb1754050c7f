"""Random sources of every kind, for the soak."""

from __future__ import annotations

import brenier
import numpy as np
from scipy.spatial import ConvexHull

from inputs.shapes import L_SHAPE, SQUARE, STAR

U_SHAPE = [(0, 0), (3, 0), (3, 3), (2, 3), (2, 0.3), (1, 0.3), (1, 3), (0, 3)]


def placed(rings, rng):
    """Rings somewhere else in another size, now and then."""
    if rng.random() < 0.7:
        return [np.asarray(ring, dtype=float) for ring in rings]
    scale = 10 ** rng.uniform(-6, 6)
    angle = rng.uniform(0, 2 * np.pi)
    turn = np.array([(np.cos(angle), -np.sin(angle)), (np.sin(angle), np.cos(angle))])
    shift = scale * 10 ** rng.uniform(-1, 3) * rng.standard_normal(2)
    return [scale * (np.asarray(ring) @ turn) + shift for ring in rings]


def circled(rng, corners, middle, radius):
    """A polygon with its corners on a circle, in random places if these go around it."""
    angle = 2 * np.pi * np.sort(rng.random(corners))
    if np.diff(angle, append=angle[0] + 2 * np.pi).max() > 3:
        angle = 2 * np.pi * np.arange(corners) / corners
    return np.asarray(middle) + radius * np.column_stack([np.cos(angle), np.sin(angle)])


def convex(rng):
    return brenier.Uniform(placed([circled(rng, int(rng.integers(3, 12)), (0.5, 0.5), 0.7)], rng))


def non_convex(rng):
    corners = int(rng.integers(5, 20))
    angle = 2 * np.pi * (np.arange(corners) + 0.9 * rng.random(corners)) / corners
    ragged = rng.uniform(0.2, 1, (corners, 1)) * np.column_stack([np.cos(angle), np.sin(angle)])
    shapes = [L_SHAPE, U_SHAPE, STAR, ragged]
    return brenier.Uniform(placed([shapes[rng.integers(len(shapes))]], rng))


def holed(rng):
    holes = []
    for x, y in np.ndindex(3, 3):
        if rng.random() < 0.5:
            middle = ((x + 0.5) / 3, (y + 0.5) / 3)
            holes.append(circled(rng, int(rng.integers(3, 7)), middle, rng.uniform(0.02, 0.15)))
    return brenier.Uniform(placed([SQUARE, *holes], rng))


def islands(rng):
    rings = [circled(rng, 5, (0.5, 0.5), 0.4)]
    for x, y in np.ndindex(*rng.integers(1, 4, 2)):
        if (x, y) != (0, 0) and rng.random() < 0.7:
            corners, radius = int(rng.integers(3, 8)), rng.uniform(0.05, 0.45)
            rings.append(circled(rng, corners, (x + 0.5, y + 0.5), radius))
    return brenier.Uniform(placed(rings, rng))


def bounds(rng):
    (xmin, ymin), _, (xmax, ymax), _ = placed([SQUARE * (1, rng.uniform(0.2, 3))], rng)[0]
    return min(xmin, xmax), min(ymin, ymax), max(xmin, xmax), max(ymin, ymax)


def picture(rng):
    """Noise, sparse pixels or discs."""
    shape = rng.integers(2, 40, 2)
    style = rng.integers(3)
    if style == 0:
        return rng.random(shape) ** rng.integers(1, 12)
    if style == 1:
        sparse = np.where(rng.random(shape) < rng.uniform(0.05, 0.9), rng.random(shape), 0.0)
        sparse[0, 0] = max(sparse[0, 0], float(not sparse.any()))
        return sparse
    x, y = np.meshgrid(*(np.linspace(-1, 1, count) for count in shape), indexing="ij")
    result = np.zeros(shape)
    for _ in range(rng.integers(1, 5)):
        distance = np.hypot(x - rng.uniform(-1, 1), y - rng.uniform(-1, 1))
        result += rng.uniform(0.1, 1) * (distance < rng.uniform(0.1, 0.6))
    result[0, 0] = max(result[0, 0], float(not result.any()))
    return result


def gaussian(rng):
    scale = 10 ** rng.uniform(-3, 3)
    factor = scale * rng.standard_normal((2, 2))
    cov = factor @ factor.T + 0.01 * scale**2 * np.eye(2)
    mean = scale * 10 ** rng.uniform(-1, 2) * rng.standard_normal(2)
    if rng.random() < 0.5:
        return brenier.Gaussian(mean, cov)
    middle = mean + scale * rng.standard_normal(2)
    corners = int(rng.integers(3, 9))
    return brenier.Gaussian(mean, cov, circled(rng, corners, middle, scale * rng.uniform(0.5, 4)))


def mixture(rng):
    count = int(rng.integers(2, 6))
    factors = rng.standard_normal((count, 2, 2)) * rng.uniform(0.1, 0.5, (count, 1, 1))
    covs = factors @ factors.swapaxes(1, 2) + 1e-3 * np.eye(2)
    means, shares = 2 * rng.standard_normal((count, 2)), rng.random(count)
    domain = None if rng.random() < 0.6 else [np.asarray(means[0]) + 4 * np.array(STAR) - 2]
    return brenier.GaussianMixture(means, covs, shares, domain)


def periodic(rng):
    source = [brenier.Raster, brenier.Bilinear][rng.integers(2)]
    if rng.random() < 0.5:
        box = np.reshape(bounds(rng), (2, 2))
        return brenier.Uniform(box, periodic=True)
    return source(picture(rng), bounds(rng), periodic=True)


def corners_in_space(rng):
    scale = 1.0 if rng.random() < 0.7 else 10 ** rng.uniform(-6, 6)
    low = scale * 10 ** rng.uniform(-1, 3) * rng.standard_normal(3) * (scale != 1)
    return low, low + scale * np.array([1, rng.uniform(0.2, 3), rng.uniform(0.2, 3)])


def polyhedron(rng):
    """The hull of some points on a sphere."""
    points = rng.standard_normal((int(rng.integers(5, 12)), 3))
    hull = ConvexHull(points / np.linalg.norm(points, axis=1, keepdims=True))
    middle = hull.points[hull.vertices].mean(axis=0)
    number = np.full(len(points), -1)
    number[hull.vertices] = np.arange(len(hull.vertices))
    faces = []
    for a, b, c in hull.simplices:
        p, q, r = hull.points[[a, b, c]]
        outward = np.linalg.det([p - middle, q - middle, r - middle]) > 0
        faces.append(number[[a, b, c] if outward else [a, c, b]])
    body = brenier.Polyhedron(hull.points[hull.vertices], faces, np.full(len(faces), -1))
    return brenier.Uniform(body)


SPACE = {
    "box in space": lambda rng: brenier.Uniform(corners_in_space(rng)),
    "torus in space": lambda rng: brenier.Uniform(corners_in_space(rng), periodic=True),
    "polyhedron": polyhedron,
}
SOURCES = {
    "square": lambda rng: brenier.Uniform(),
    "convex": convex,
    "non-convex": non_convex,
    "holes": holed,
    "islands": islands,
    "raster": lambda rng: brenier.Raster(picture(rng), bounds(rng)),
    "bilinear": lambda rng: brenier.Bilinear(picture(rng), bounds(rng)),
    "gaussian": gaussian,
    "mixture": mixture,
    "periodic": periodic,
    "thin": lambda rng: brenier.Uniform(SQUARE * (1, 10 ** rng.uniform(-6, -2))),
}
