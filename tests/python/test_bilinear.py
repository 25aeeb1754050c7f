"""Densities between the nodes of a grid: exact masses, samples, transports, files."""

from __future__ import annotations

from itertools import pairwise

import brenier
import numpy as np
import pytest
from inputs.files import altered
from inputs.sites import random_sites
from scipy.stats import chi2

NODES = np.random.default_rng(0).integers(1, 256, (8, 6)).astype(np.uint8)
BOUNDS = (-1.0, 2.0, 0.5, 4.0)
# Gauss's rule with three points on [0, 1].
GAUSS = (0.5 + np.sqrt(0.15) * np.array([-1, 0, 1]), np.array([5, 8, 5]) / 18)


def with_zeros():
    nodes = NODES.copy()
    nodes[:, 2] = 0
    nodes[3] = 0
    nodes[np.random.default_rng(1).random(nodes.shape) < 0.2] = 0
    return nodes


SHAPES = {
    "full": NODES,
    "zeros": with_zeros(),
    "one patch": np.array([[1, 2], [7, 3]]),
    "one row of patches": NODES[:2],
    "one column of patches": NODES[:, :2],
    "one corner": np.pad([[5]], ((0, 3), (4, 0))),
}
each_shape = pytest.mark.parametrize("values", SHAPES.values(), ids=list(SHAPES))


def places(n, seed=0):
    xmin, ymin, xmax, ymax = BOUNDS
    return (xmin, ymin) + random_sites(n, seed) * (xmax - xmin, ymax - ymin)


def axes(values):
    rows, columns = values.shape
    return np.linspace(BOUNDS[0], BOUNDS[2], columns), np.linspace(BOUNDS[1], BOUNDS[3], rows)


def patches(values):
    """The boxes (p, 4), and the coefficients (p, 4) of 1, s, t, st, both from 0 to 1 on each."""
    xs, ys = axes(values)
    v = values.astype(float)
    weight = np.outer(*(np.where(np.isin(np.arange(n), (0, n - 1)), 0.5, 1) for n in v.shape))
    v /= np.sum(weight * v) * (xs[1] - xs[0]) * (ys[1] - ys[0])
    a, b, c, d = v[:-1, :-1], v[:-1, 1:], v[1:, :-1], v[1:, 1:]
    boxes = np.stack([*np.meshgrid(xs[:-1], ys[:-1]), *np.meshgrid(xs[1:], ys[1:])], axis=-1)
    terms = np.stack([a, b - a, c - a, a - b - c + d], axis=-1)
    return boxes.reshape(-1, 4), terms.reshape(-1, 4)


def value_at(box, terms, x):
    s, t = ((x - box[:2]) / (box[2:] - box[:2])).T
    return terms @ np.array([np.ones_like(s), s, t, s * t])


def moments_of(polygon, values):
    """Mass, first and second moments of a convex polygon, patch by patch and triangle by triangle.

    On a triangle that a square is folded onto, integrands have degree 5 at most.
    """
    shapely = pytest.importorskip("shapely")
    (s, ws), (t, wt) = GAUSS, GAUSS
    mass, first, second = 0.0, np.zeros(2), 0.0
    for box, terms in zip(*patches(values), strict=True):
        part = shapely.intersection(shapely.Polygon(polygon), shapely.box(*box))
        if part.geom_type != "Polygon" or part.is_empty:
            continue
        corners = shapely.get_coordinates(shapely.normalize(part))[::-1]
        for p, q in pairwise(corners[1:-1]):
            u, v = p - corners[0], q - p
            x = (corners[0] + s[:, None, None] * (u + t[:, None] * v)).reshape(-1, 2)
            jacobian = np.outer(ws * s, wt).ravel() * abs(u[0] * v[1] - u[1] * v[0])
            m = jacobian * value_at(box, terms, x)
            mass += m.sum()
            first += m @ x
            second += m @ np.sum(x**2, axis=1)
    return mass, first, second


@each_shape
def test_masses_and_moments_are_sums_over_clipped_patches(values):
    d = brenier.PowerDiagram(
        places(30), 0.02 * random_sites(30, 3)[:, 0], brenier.Bilinear(values, BOUNDS)
    )
    for i in range(30):
        mass, first, second = moments_of(d.cell(i)[0], values)
        assert d.masses[i] == pytest.approx(mass, abs=1e-12)
        if mass > 1e-6:
            np.testing.assert_allclose(d.centroids[i], first / mass, atol=1e-11)
            own = second - first @ first / mass
            assert d.second_moments[i] == pytest.approx(own, abs=1e-12)
    assert d.masses.sum() == pytest.approx(1, abs=1e-14)


@each_shape
def test_facets_have_the_integral_of_the_density_along_them(values):
    d = brenier.PowerDiagram(places(30), source=brenier.Bilinear(values, BOUNDS))
    xs, ys = axes(values)
    for (p, q), mass in zip(d.facets.points, d.facets.masses, strict=True):
        with np.errstate(divide="ignore", invalid="ignore"):
            cuts = np.concatenate([(xs - p[0]) / (q - p)[0], (ys - p[1]) / (q - p)[1]])
        cuts = np.unique([0, *cuts[(cuts > 0) & (cuts < 1)], 1])
        t = cuts[:-1, None] + np.diff(cuts)[:, None] * GAUSS[0]
        rho = d.source.density(p + t.reshape(-1, 1) * (q - p)).reshape(t.shape)
        expected = np.diff(cuts) @ (rho @ GAUSS[1]) * np.hypot(*(q - p))
        assert mass == pytest.approx(expected, abs=1e-12)


@each_shape
def test_the_density_is_bilinear_on_patches(values):
    source = brenier.Bilinear(values, BOUNDS)
    for box, terms in zip(*patches(values), strict=True):
        x = box[:2] + random_sites(20) * (box[2:] - box[:2])
        np.testing.assert_allclose(source.density(x), value_at(box, terms, x), atol=1e-13)
    # At the nodes it has the values given. On the border of the rectangle a point may count as
    # outside: so a little inside.
    middle = 0.5 * np.add(BOUNDS[:2], BOUNDS[2:])
    nodes = np.stack(np.meshgrid(*axes(values)), axis=-1).reshape(-1, 2)
    rho = source.density(nodes + 1e-12 * (middle - nodes))
    np.testing.assert_allclose(rho / rho.max(), values.ravel() / values.max(), atol=1e-10)
    assert source.density([(99, 99)]) == [0]


def test_equal_nodes_are_the_uniform_density():
    sites, weights = random_sites(200), 0.01 * random_sites(200, 3)[:, 0]
    flat = brenier.PowerDiagram(sites, weights, brenier.Bilinear(np.full((8, 9), 3)))
    uniform = brenier.PowerDiagram(sites, weights)
    np.testing.assert_allclose(flat.masses, uniform.masses, atol=1e-13)
    np.testing.assert_allclose(flat.facets.masses, uniform.facets.masses, atol=1e-13)
    np.testing.assert_allclose(flat.second_moments, uniform.second_moments, atol=1e-13)
    np.testing.assert_allclose(flat.centroids, uniform.centroids, atol=1e-12)


def test_strips_of_a_ramp_have_closed_forms():
    """ρ = 2x on the unit square: the strip from a to b has the mass b² - a²."""
    x = np.linspace(0.05, 0.95, 10)
    source = brenier.Bilinear([[0, 1, 2], [0, 1, 2]])
    d = brenier.PowerDiagram(np.column_stack([x, np.full(10, 0.5)]), source=source)
    a, b = x - 0.05, x + 0.05
    mass, first, second = b**2 - a**2, 2 / 3 * (b**3 - a**3), 0.5 * (b**4 - a**4)
    np.testing.assert_allclose(d.masses, mass, atol=1e-15)
    np.testing.assert_allclose(d.centroids, np.column_stack([first / mass, np.full(10, 0.5)]))
    np.testing.assert_allclose(d.second_moments, second - first**2 / mass + mass / 12, atol=1e-15)
    np.testing.assert_allclose(d.facets.masses, 2 * b[:-1], atol=1e-14)
    # The map onto equal masses: strips end at √(i/n).
    t = brenier.solve(d.sites, source=source, tol=1e-12)
    np.testing.assert_allclose(
        np.sort(t.diagram.facets.points[:, 0, 0]), np.sqrt(np.arange(1, 10) / 10), atol=1e-10
    )


def test_corner_to_corner_products_have_closed_forms():
    """ρ = 4xy: the box from 0 to (a, b) has the mass a²b²."""
    d = brenier.PowerDiagram(
        [(x, y) for x in (0.2, 0.6) for y in (0.1, 0.8)], source=brenier.Bilinear([[0, 0], [0, 1]])
    )
    a, b = 0.4**2, 0.45**2
    expected = [a * b, a * (1 - b), (1 - a) * b, (1 - a) * (1 - b)]
    np.testing.assert_allclose(d.masses, expected, atol=1e-15)


def test_pictures_of_ever_smaller_pixels_tend_to_it():
    """Pixels with the values at their middles: the error falls with the square of their size."""
    bilinear = brenier.Bilinear(NODES, BOUNDS)
    errors = []
    for k in (2, 4, 8, 16):
        columns, rows = 5 * k, 7 * k
        x, y = (
            BOUNDS[a] + (np.arange(n) + 0.5) / n * (BOUNDS[a + 2] - BOUNDS[a])
            for a, n in ((0, columns), (1, rows))
        )
        middles = np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)
        raster = brenier.Raster(bilinear.density(middles).reshape(rows, columns), BOUNDS)
        masses = [brenier.PowerDiagram(places(20), source=s).masses for s in (bilinear, raster)]
        errors.append(np.abs(masses[0] - masses[1]).max())
    assert errors[0] > 1e-4
    assert all(fine < 0.4 * coarse for coarse, fine in pairwise(errors))


@pytest.mark.parametrize(
    ("turn", "move"),
    [
        (np.transpose, lambda x: x[:, ::-1]),
        (np.fliplr, lambda x: x * (-1, 1)),
        (np.flipud, lambda x: x * (1, -1)),
    ],
    ids=["transposed", "left and right", "up and down"],
)
def test_symmetries_of_the_plane_change_nothing(turn, move):
    corners = np.sort(move(np.array(BOUNDS).reshape(2, 2)), axis=0)
    weights = 0.05 * random_sites(30, 3)[:, 0]
    d = brenier.PowerDiagram(places(30), weights, brenier.Bilinear(NODES, BOUNDS))
    turned = brenier.PowerDiagram(
        move(places(30)), weights, brenier.Bilinear(turn(NODES), corners.ravel())
    )
    np.testing.assert_allclose(turned.masses, d.masses, atol=1e-14)
    np.testing.assert_allclose(turned.centroids, move(d.centroids), atol=1e-12)
    np.testing.assert_allclose(turned.second_moments, d.second_moments, atol=1e-14)
    np.testing.assert_allclose(turned.hessian().toarray(), d.hessian().toarray(), atol=1e-13)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"values": np.ones((1, 6))}, r"values has shape \(1, 6\)"),
        ({"values": np.ones(6)}, r"values has shape \(6,\)"),
        ({"values": np.full((8, 6), np.nan)}, r"values\[0, 0\] is nan"),
        ({"values": np.array([["a", "b"], ["c", "d"]])}, "values has dtype"),
        ({"values": np.ones((8, 6))}, "relative error"),
        ({"bounds": np.array([0.0, 0.0, 0.0, 1.0])}, "bounds are from"),
        ({"bounds": np.ones(3)}, r"bounds has shape \(3,\)"),
        ({"source": np.array("raster")}, "relative error"),
        ({"source": np.array("uniform")}, "domain"),
    ],
)
def test_an_altered_file_is_refused(tmp_path, changes, message):
    path = tmp_path / "plan.npz"
    brenier.solve(random_sites(40), source=brenier.Bilinear(NODES, BOUNDS)).save(path)
    with pytest.raises(ValueError, match=message):
        brenier.load(altered(path, **changes))


@pytest.mark.parametrize("n", [1, 2, 100, 1000, 10_000])
@pytest.mark.parametrize("least", [0.0, 0.05], ids=["zeros", "positive"])
def test_densities_that_hang_together_are_solved(n, least):
    rng = np.random.default_rng(3)
    values = least + rng.random((21, 31))
    if least == 0:
        # Nodes of value 0 that leave no patch without mass.
        values[::2, ::2][rng.random((11, 16)) < 0.3] = 0
    t = brenier.solve(rng.normal(size=(n, 2)), source=brenier.Bilinear(values, BOUNDS))
    assert t.success
    np.testing.assert_allclose(t.diagram.masses, t.masses, rtol=1e-8)


@each_shape
def test_samples_have_the_density(values):
    """Each patch is divided into 3 x 3 parts, whose masses are known exactly."""
    source = brenier.Bilinear(values, BOUNDS)
    x = source.sample(200_000, rng=1)
    xs, ys = axes(values)
    edges = [np.linspace(e[0], e[-1], 3 * (len(e) - 1) + 1) for e in (xs, ys)]
    counts = np.histogram2d(*x.T, bins=edges)[0].T
    assert counts.sum() == len(x)
    middles = np.stack(np.meshgrid(*((e[1:] + e[:-1]) / 2 for e in edges)), axis=-1)
    # The mean of a bilinear function over a rectangle is its value in the middle.
    rho = source.density(middles.reshape(-1, 2)).reshape(counts.shape)
    expected = len(x) * rho * np.diff(edges[0]) * np.diff(edges[1])[:, None]
    assert expected.sum() == pytest.approx(len(x), rel=1e-12)
    assert counts[expected == 0].sum() == 0
    there = expected > 0
    statistic = np.sum((counts - expected)[there] ** 2 / expected[there])
    assert statistic < chi2.isf(1e-6, there.sum() - 1)
    assert np.array_equal(source.sample(5, rng=1), source.sample(5, rng=1))


def test_representation():
    source = brenier.Bilinear(NODES, BOUNDS)
    assert repr(source) == "<Bilinear between 8 x 6 nodes over (-1.0, 2.0, 0.5, 4.0)>"


@pytest.mark.parametrize("values", [[[1, 2]], [[1], [2]]])
def test_a_single_row_or_column_of_nodes_is_refused(values):
    with pytest.raises(ValueError, match=r"values has shape .*; expected two rows and two columns"):
        brenier.Bilinear(values)
