"""Independent answers to hold the library against: brute force and exact rational arithmetic.

Nothing here comes from the library. What clips and integrates is written for numbers of any kind:
floats give fast answers, `fractions.Fraction` exact ones. A polygon is a sequence of (x, y).
"""

from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy.spatial import ConvexHull

UNIT_SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1)]
TRIANGLE = [(0, 0), (1, 0), (0, 1)]
DIAMOND = [(0.5, 0), (1, 0.5), (0.5, 1), (0, 0.5)]
L_SHAPE = [(0, 0), (1.5, 0), (1.5, 0.5), (0.5, 0.5), (0.5, 1.5), (0, 1.5)]
U_SHAPE = [(0, 0), (1.5, 0), (1.5, 1.5), (1, 1.5), (1, 0.5), (0.5, 0.5), (0.5, 1.5), (0, 1.5)]


def comb_shape(teeth=5):
    """Return a bar with teeth, all of width 1/4: convex cells fall into many pieces."""
    points = [(0, 0), (2 * teeth - 1, 0)]
    for k in reversed(range(teeth)):
        points += [(2 * k + 1, 3), (2 * k, 3)]
        if k > 0:
            points += [(2 * k, 1), (2 * k - 1, 1)]
    return [(x / 4, y / 4) for x, y in points]


def star_shape(tips=5, inner=0.35):
    """Return a star around (1/2, 1/2), its tips at distance 1/2."""
    angles = np.arange(2 * tips) * np.pi / tips + 0.1
    radii = np.where(np.arange(2 * tips) % 2 == 0, 0.5, 0.5 * inner)
    x, y = 0.5 + radii * np.cos(angles), 0.5 + radii * np.sin(angles)
    return list(zip(x.tolist(), y.tolist(), strict=True))


CONVEX_DOMAINS = {"square": UNIT_SQUARE, "triangle": TRIANGLE, "diamond": DIAMOND}
OTHER_DOMAINS = {"L": L_SHAPE, "U": U_SHAPE, "comb": comb_shape(), "star": star_shape()}
DOMAINS = CONVEX_DOMAINS | OTHER_DOMAINS


def exact(values):
    """Convert an array, of whatever depth, to lists of fractions, without rounding."""
    if np.ndim(values) == 0:
        return Fraction(float(values))
    return [exact(v) for v in values]


def clipped(polygon, normal, offset):
    """Cut a polygon by the half-plane <x, normal> <= offset (Sutherland and Hodgman).

    The parts of a polygon that is not convex stay joined, by edges along the line that are passed
    in both directions: integrals over the result are right, but it need not be simple.
    """
    sides = [x * normal[0] + y * normal[1] - offset for x, y in polygon]
    result = []
    for k, q in enumerate(polygon):
        p, at_p, at_q = polygon[k - 1], sides[k - 1], sides[k]
        if at_p < 0 < at_q or at_q < 0 < at_p:
            t = at_p / (at_p - at_q)
            result.append((p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])))
        if at_q <= 0:
            result.append(q)
    return result


def bisector(i, j, sites, weights):
    """Return normal and offset of the half-plane <x, normal> <= offset where i has less power."""
    (x, y), (other_x, other_y) = sites[i], sites[j]
    dx, dy = other_x - x, other_y - y
    # |p - y_i|² - w_i <= |p - y_j|² - w_j, written around y_i: no large squares cancel.
    offset = (dx * dx + dy * dy + weights[i] - weights[j]) / 2 + dx * x + dy * y
    return (dx, dy), offset


def owns(i, j, weights):
    """Tell whether, of two sites at one place, i has the cell: higher weight, then lower index."""
    return (weights[i], -i) > (weights[j], -j)


def power_cell(i, sites, weights, domain):
    """Cut the cell of site i out of a polygon by the half-planes of all other sites."""
    polygon = [tuple(p) for p in domain]
    for j in range(len(sites)):
        if j == i:
            continue
        normal, offset = bisector(i, j, sites, weights)
        if normal == (0, 0):
            if not owns(i, j, weights):
                return []
            continue
        polygon = clipped(polygon, normal, offset)
        if not polygon:
            return []
    return polygon


def integrals(polygon):
    """Return area, centroid (None without area) and ∫|x - centroid|² of a polygon."""
    if len(polygon) < 3:
        return 0, None, 0
    ox, oy = polygon[0]
    area = first_x = first_y = second = 0
    for k in range(1, len(polygon) - 1):
        ux, uy = polygon[k][0] - ox, polygon[k][1] - oy
        vx, vy = polygon[k + 1][0] - ox, polygon[k + 1][1] - oy
        twice = ux * vy - uy * vx
        area += twice / 2
        first_x += twice * (ux + vx) / 6
        first_y += twice * (uy + vy) / 6
        second += twice * (ux * ux + uy * uy + ux * vx + uy * vy + vx * vx + vy * vy) / 12
    if area == 0:
        return area, None, 0
    cx, cy = first_x / area, first_y / area
    return area, (ox + cx, oy + cy), second - area * (cx * cx + cy * cy)


def cell_integrals(sites, weights, domain):
    """Return areas (n,), centroids (n, 2; nan if empty) and second moments (n,) of all cells.

    In the arithmetic of the arguments, rounded at the end.
    """
    rows = [integrals(power_cell(i, sites, weights, domain)) for i in range(len(sites))]
    nowhere = (np.nan, np.nan)
    areas = np.array([float(area) for area, _, _ in rows])
    centroids = np.array([nowhere if c is None else (float(c[0]), float(c[1])) for _, c, _ in rows])
    return areas, centroids, np.array([float(second) for _, _, second in rows])


def exact_areas(sites, weights, domain):
    """Return the areas of all cells inside a counter-clockwise polygon, exact until the end."""
    sites, weights, domain = exact(sites), exact(weights), exact(domain)
    return np.array(
        [float(integrals(power_cell(i, sites, weights, domain))[0]) for i in range(len(sites))]
    )


def powers(x, sites, weights):
    """Return |x - y_i|² - w_i for points (m, 2) and all sites: (m, n)."""
    x, sites = np.asarray(x, float), np.asarray(sites, float)
    return np.sum((x[:, None, :] - sites) ** 2, axis=2) - np.asarray(weights, float)


def contains(polygon, x):
    """Tell which points (m, 2) lie in a polygon, by the parity of the edges above each."""
    p = np.asarray(polygon, float)
    q = np.roll(p, -1, axis=0)
    px, py = np.asarray(x, float).T[:, :, None]
    spans = (p[:, 0] > px) != (q[:, 0] > px)
    with np.errstate(divide="ignore", invalid="ignore"):
        height = p[:, 1] + (px - p[:, 0]) / (q[:, 0] - p[:, 0]) * (q[:, 1] - p[:, 1])
    return (np.count_nonzero(spans & (height > py), axis=1) % 2).astype(bool)


def facet_pieces(i, j, sites, weights, domain):
    """Cut the bisector of sites i and j by all other sites and by a polygon.

    Returns the pieces (k, 2, 2), each with site i on the left, in the direction of the line.
    """
    sites, weights = np.asarray(sites, float), np.asarray(weights, float)
    u = sites[j] - sites[i]
    length = np.hypot(*u)
    u = u / length
    foot = sites[i] + (0.5 * length + (weights[i] - weights[j]) / (2 * length)) * u
    along = np.array([-u[1], u[0]])
    # The power at foot + t · along of every other site, less that of i, is a + b t >= 0.
    others = np.delete(np.arange(len(sites)), [i, j])
    v = sites[others] - sites[i]
    a = np.sum(v * v, axis=1) - 2 * v @ (foot - sites[i]) - weights[others] + weights[i]
    b = -2 * v @ along
    with np.errstate(divide="ignore"):
        low = np.max((-a / b)[b > 0], initial=-np.inf)
        high = np.min((-a / b)[b < 0], initial=np.inf)
    if not low < high:
        return np.empty((0, 2, 2))
    p = np.asarray(domain, float)
    q = np.roll(p, -1, axis=0)
    at_p, at_q = (p - foot) @ u, (q - foot) @ u
    crosses = (at_p > 0) != (at_q > 0)
    t = (p[crosses] - foot) @ along
    t = t + (at_p / np.where(crosses, at_p - at_q, 1))[crosses] * ((q - p)[crosses] @ along)
    t = np.sort(t).reshape(-1, 2)
    pieces = [(max(low, t0), min(high, t1)) for t0, t1 in t if max(low, t0) < min(high, t1)]
    return np.array([[foot + t0 * along, foot + t1 * along] for t0, t1 in pieces]).reshape(-1, 2, 2)


def lifted_hull_triangles(sites, weights):
    """Return the weighted Delaunay triangles (t, 3) of sites in general position, by Qhull.

    They are the lower faces of the points (y, |y|² - w) in space.
    """
    sites = np.asarray(sites, float)
    hull = ConvexHull(np.column_stack([sites, np.sum(sites**2, axis=1) - weights]))
    return hull.simplices[hull.equations[:, 2] < 0]


def signed_double_area(a, b, c):
    """Return twice the area of the triangle a, b, c: positive if counter-clockwise."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def power_center(triangle, sites, weights):
    """Return the point with the same power to the three sites of a triangle."""
    (a, wa), (b, wb), (c, wc) = ((sites[k], weights[k]) for k in triangle)
    ux, uy, vx, vy = b[0] - a[0], b[1] - a[1], c[0] - a[0], c[1] - a[1]
    ru, rv = (ux * ux + uy * uy + wa - wb) / 2, (vx * vx + vy * vy + wa - wc) / 2
    det = ux * vy - uy * vx
    return (a[0] + (ru * vy - rv * uy) / det, a[1] + (rv * ux - ru * vx) / det)


def is_weighted_delaunay(triangle, sites, weights):
    """Tell whether no site has less power at the triangle's power centre than its corners have."""
    x, y = power_center(triangle, sites, weights)
    power = [(x - a) ** 2 + (y - b) ** 2 - w for (a, b), w in zip(sites, weights, strict=True)]
    return min(power) == power[triangle[0]]


def weighted_delaunay_triangles(sites, weights):
    """Return all triangles of sites with an empty power circle, exactly, as a set of frozensets."""
    sites, weights = exact(sites), exact(weights)
    return {
        frozenset(t)
        for t in combinations(range(len(sites)), 3)
        if signed_double_area(*(sites[k] for k in t)) != 0
        and is_weighted_delaunay(t, sites, weights)
    }
