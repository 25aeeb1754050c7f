"""Pictures as densities: exact masses, samples, transports, files."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.sites import random_masses, random_sites
from scipy.stats import chi2

PICTURE = np.random.default_rng(0).integers(1, 256, (13, 9)).astype(np.uint8)
BOUNDS = (-1.0, 2.0, 0.5, 4.0)


def with_holes():
    picture = PICTURE.copy()
    picture[np.random.default_rng(1).random(picture.shape) < 0.2] = 0
    return picture


def places(n, seed=0):
    xmin, ymin, xmax, ymax = BOUNDS
    return (xmin, ymin) + random_sites(n, seed) * (xmax - xmin, ymax - ymin)


@pytest.mark.parametrize("picture", [PICTURE, with_holes()], ids=["full", "holes"])
def test_masses_are_sums_over_clipped_pixels(picture):
    shapely = pytest.importorskip("shapely")
    d = brenier.PowerDiagram(
        places(30), 0.02 * random_sites(30, 3)[:, 0], brenier.Raster(picture, BOUNDS)
    )
    rows, columns = picture.shape
    xs = np.linspace(BOUNDS[0], BOUNDS[2], columns + 1)
    ys = np.linspace(BOUNDS[1], BOUNDS[3], rows + 1)
    pixels = shapely.box(*np.meshgrid(xs[:-1], ys[:-1]), *np.meshgrid(xs[1:], ys[1:]))
    share = picture / (picture.sum() * (xs[1] - xs[0]) * (ys[1] - ys[0]))
    for i in range(30):
        parts = shapely.intersection(shapely.Polygon(d.cell(i)[0]), pixels)
        masses = share * shapely.area(parts)
        assert d.masses[i] == pytest.approx(masses.sum(), abs=1e-12)
        centres = shapely.get_coordinates(shapely.centroid(parts[masses > 0]))
        expected = masses[masses > 0] @ centres / masses.sum()
        np.testing.assert_allclose(d.centroids[i], expected, atol=1e-11)
    assert d.masses.sum() == pytest.approx(1, abs=1e-14)
    areas = [shapely.Polygon(d.cell(i)[0]).area for i in range(30)]
    np.testing.assert_allclose(d.areas, areas, atol=1e-12)


def test_equal_pixels_are_the_uniform_density():
    sites, masses = random_sites(200), random_masses(200)
    flat = brenier.solve(sites, masses, brenier.Raster(np.full((8, 8), 3)))
    uniform = brenier.solve(sites, masses)
    np.testing.assert_allclose(flat.weights, uniform.weights, atol=1e-9)
    assert flat.cost == pytest.approx(uniform.cost, rel=1e-9)


@pytest.mark.parametrize("picture", [PICTURE, with_holes()], ids=["full", "holes"])
def test_samples_and_density_are_those_of_the_pixels(picture):
    source = brenier.Raster(picture, BOUNDS)
    x = source.sample(200_000, rng=1)
    edges = [np.linspace(BOUNDS[k], BOUNDS[k + 2], n + 1) for k, n in ((0, 9), (1, 13))]
    counts = np.histogram2d(*x.T, bins=edges)[0].T
    expected = picture / picture.sum() * len(x)
    assert counts[picture == 0].sum() == 0
    there = picture > 0
    statistic = np.sum((counts - expected)[there] ** 2 / expected[there])
    assert statistic < chi2.isf(1e-6, there.sum() - 1)
    # Inside of a pixel they are uniform.
    pixel = np.array([edges[0][1] - edges[0][0], edges[1][1] - edges[1][0]])
    inner = (x - BOUNDS[:2]) / pixel % 1
    assert np.abs(inner.mean(axis=0) - 0.5).max() < 0.005
    centres = np.stack(np.meshgrid(*((e[1:] + e[:-1]) / 2 for e in edges)), axis=-1)
    rho = source.density(centres.reshape(-1, 2)).reshape(picture.shape)
    np.testing.assert_allclose(rho * pixel.prod(), picture / picture.sum(), rtol=1e-13)
    assert source.density([(99, 99)]) == [0]
    assert np.array_equal(source.sample(5, rng=1), source.sample(5, rng=1))


def test_the_least_random_number_draws_a_pixel_with_mass():
    class Least(np.random.Generator):
        def random(self, size=None):
            return np.zeros(size)

    source = brenier.Raster([[0, 0, 1], [1, 0, 0]])
    point = source.sample(1, rng=Least(np.random.PCG64(0)))
    np.testing.assert_allclose(point, [(2 / 3, 0)])


def test_mass_that_rounding_leaves_on_black_ground_spoils_no_cost():
    rng = np.random.default_rng(1)
    values = (rng.random((6, 6)) < 0.3) * rng.random((6, 6))
    angle = 2 * np.pi * rng.random(12)
    sites = 0.5 + 0.3 * np.column_stack([np.cos(angle), np.sin(angle)])
    source = brenier.Raster(values)
    d = brenier.PowerDiagram(sites, source=source)
    black = np.isnan(d.centroids[:, 0])
    assert black.any() and np.all(d.masses[black] < 1e-16)
    with pytest.warns(brenier.ConvergenceWarning):
        q = brenier.quantize(sites, source, max_iter=0)
    offsets = np.sum((d.centroids - sites)[~black] ** 2, axis=1)
    assert q.cost == pytest.approx(np.sum(d.second_moments[~black] + d.masses[~black] * offsets))
    with pytest.warns(brenier.ConvergenceWarning):
        q = brenier.quantize(sites, source, max_iter=1)
    assert np.array_equal(q.sites, np.where(black[:, None], sites, d.centroids))
