"""What every source promises: its density, its samples, its diagrams."""

from __future__ import annotations

import copy
import pickle

import brenier
import numpy as np
import pytest
from inputs.source_cases import Frame, assert_same, diagram
from oracles.pearson import chance
from scipy.stats import norm


def midpoints(source, n):
    """The midpoints (n², 2) of a grid over the bounds, and the area of its squares."""
    low, high = np.reshape(source.bounds, (2, 2))
    at = (np.arange(n) + 0.5) / n
    grid = np.stack(np.meshgrid(at, at), axis=-1).reshape(-1, 2)
    return low + grid * (high - low), np.prod(high - low) / n**2


def test_the_density_is_a_probability_and_that_of_the_cells(source):
    d = diagram(source)
    x, area = midpoints(source, 840)  # which the pixels' 5 and 7 divide
    share = area * source.density(x)
    assert share.min() >= 0
    assert share.sum() == pytest.approx(1, abs=5e-4)
    owner = d.index(x)

    def sums(values):
        return np.bincount(owner, share * values, minlength=len(d))

    there = d.masses > 0
    centroids = np.where(there[:, None], d.centroids, 0)
    np.testing.assert_allclose(sums(1), d.masses, atol=5e-4)
    for k in range(2):
        np.testing.assert_allclose(sums(x[:, k]), d.masses * centroids[:, k], atol=1e-3)
    squares = ((x - centroids[owner]) ** 2).sum(axis=1)
    np.testing.assert_allclose(sums(squares), d.second_moments, atol=2e-4)


def test_the_density_is_zero_beyond_the_bounds_and_refuses_nan(source):
    xmin, ymin, xmax, ymax = source.bounds
    assert all(isinstance(bound, float) for bound in source.bounds)
    assert xmin < xmax and ymin < ymax
    x, y = (xmin + xmax) / 2, (ymin + ymax) / 2
    margin = 1e-6 * (xmax - xmin)
    around = [(xmin - margin, y), (xmax + margin, y), (x, ymin - margin), (x, ymax + margin)]
    assert source.density([*around, (1e9, -1e9)]).tolist() == [0] * 5
    assert source.density(np.empty((0, 2))).shape == (0,)
    with pytest.raises(ValueError, match=r"x\[1\]"):
        source.density([(x, y), (np.nan, y)])


def test_samples_come_from_a_seed_and_lie_in_the_domain(source):
    assert source.sample(0).shape == (0, 2)
    x = source.sample(1000, rng=3)
    assert x.shape == (1000, 2)
    assert source.density(x).min() > 0
    assert len(np.unique(x, axis=0)) == 1000
    assert np.array_equal(source.sample(1000, rng=3), x)
    assert not np.array_equal(source.sample(1000, rng=4), x)
    rng = np.random.default_rng(3)
    assert np.array_equal(source.sample(1000, rng), x)
    assert not np.array_equal(source.sample(1000, rng), x)


def test_samples_fall_into_the_cells_by_their_masses(source):
    d = diagram(source, 60)
    x = source.sample(100_000, rng=5)
    counts = np.bincount(d.index(x), minlength=len(d))
    assert counts[d.masses == 0].sum() == 0
    there = d.masses > 1e-4
    assert there.sum() > 10
    observed = [*counts[there], counts[~there].sum()]
    expected = len(x) * np.array([*d.masses[there], d.masses[~there].sum()])
    keep = expected > 5
    assert chance(np.array(observed)[keep], expected[keep]) > 1e-4
    # Finer than cells: their mean, and their mean square.
    whole = brenier.PowerDiagram([(0, 0)], source=source)
    offsets = x - whole.centroids[0]
    for values, expected in ((offsets, 0), ((offsets**2).sum(axis=1), whole.second_moments[0])):
        error = values.std(axis=0) / np.sqrt(len(x))
        assert norm.sf(np.abs(values.mean(axis=0) - expected) / error).min() > 1e-5


def test_cells_partition_the_source(source):
    d, whole = diagram(source), brenier.PowerDiagram([(0, 0)], source=source)
    low, high = np.reshape(source.bounds, (2, 2))
    there = d.masses > 0
    assert d.masses.sum() == pytest.approx(1, abs=1e-13)
    assert d.areas.sum() == pytest.approx(whole.areas[0], rel=1e-12)
    centroids = d.centroids[there]
    assert np.all((low <= centroids) & (centroids <= high))
    assert np.isnan(d.centroids[~there]).all()
    mean = d.masses[there] @ centroids
    np.testing.assert_allclose(mean, whole.centroids[0], atol=1e-12)
    spread = d.masses[there] @ ((centroids - mean) ** 2).sum(axis=1) + d.second_moments.sum()
    assert spread == pytest.approx(whole.second_moments[0], rel=1e-12)


def test_the_polygons_of_a_cell_have_its_area(source):
    d = diagram(source)
    for i in range(len(d)):
        corners = [(p - d.sites[i], np.roll(p - d.sites[i], -1, axis=0)) for p in d.cell(i)]
        areas = [0.5 * (a[:, 0] @ b[:, 1] - a[:, 1] @ b[:, 0]) for a, b in corners]
        assert sum(areas) == pytest.approx(d.areas[i], abs=1e-12)


def test_the_mass_of_a_facet_is_the_density_along_it(source):
    facets = diagram(source).facets
    a, b = facets.points[:, :1], facets.points[:, 1:]
    at = ((np.arange(4000) + 0.5) / 4000)[:, None]
    rho = source.density((a + at * (b - a)).reshape(-1, 2)).reshape(len(a), -1)
    length = np.linalg.norm(b - a, axis=2)[:, 0]
    assert len(a) > 30
    expected = rho.mean(axis=1) * length
    np.testing.assert_allclose(facets.masses, expected, atol=3e-4 * (rho.max() * length).max())
    assert facets.masses.max() > 0.1


def test_the_hessian_is_the_derivative_of_the_masses(source):
    d = diagram(source)
    direction = np.random.default_rng(2).normal(size=len(d))
    step = 1e-7
    ahead, behind = (
        brenier.PowerDiagram(d.sites, d.weights + s * step * direction, source).masses
        for s in (1, -1)
    )
    expected = d.hessian() @ direction
    assert np.abs(expected).max() > 0.1
    np.testing.assert_allclose((ahead - behind) / (2 * step), expected, atol=1e-5)


@pytest.mark.parametrize("scale", [1e-6, 1e4])
def test_all_follows_when_the_source_is_moved_and_scaled(make_source, scale):
    frame = Frame(scale, (3 * scale, -7 * scale))
    here, there = make_source(Frame()), make_source(frame)
    d = diagram(here)
    moved = brenier.PowerDiagram(frame(d.sites), scale**2 * d.weights, there)
    np.testing.assert_allclose(moved.masses, d.masses, atol=1e-11)
    np.testing.assert_allclose(moved.centroids, frame(d.centroids), rtol=0, atol=1e-10 * scale)
    np.testing.assert_allclose(moved.facets.masses * scale, d.facets.masses, atol=1e-10)
    x = here.sample(1000, rng=0)
    np.testing.assert_allclose(there.density(frame(x)) * scale**2, here.density(x), rtol=1e-9)
    np.testing.assert_allclose(there.sample(1000, rng=0), frame(x), rtol=1e-9)


def test_threads_change_nothing(source):
    one, two = diagram(source, 2000), diagram(source, 2000, workers=2)
    assert np.array_equal(one.masses, two.masses)
    assert np.array_equal(one.second_moments, two.second_moments)
    assert np.array_equal(one.facets.masses, two.facets.masses)


@pytest.mark.parametrize(
    "copied", [copy.copy, copy.deepcopy, lambda source: pickle.loads(pickle.dumps(source))]
)
def test_copies_are_the_same(source, copied):
    assert_same(copied(source), source)


def test_it_is_drawn(source):
    pytest.importorskip("matplotlib")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    d = diagram(source)
    ax = Figure(figsize=(2, 2), dpi=50).add_subplot()
    canvas = FigureCanvasAgg(ax.figure)
    brenier.plot.diagram(d, ax, values=d.masses)
    canvas.draw()
    (x0, x1), (y0, y1) = ax.get_xlim(), ax.get_ylim()
    xmin, ymin, xmax, ymax = source.bounds
    assert x0 < xmin < xmax < x1 and y0 < ymin < ymax < y1
    owners = {i for i in range(len(d)) if d.cell(i)}
    assert set(ax.collections[0].get_array()) == set(d.masses[list(owners)])
