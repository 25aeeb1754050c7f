"""Sources with gaps, holes, zeros and jumps: whatever the density, every cell gets its mass."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.rough_sources import ISLANDS, NOISE, SOURCES, discs, rectangle
from inputs.sites import random_masses, random_sites


def assert_solved(t, masses):
    assert t.success and t.status == "converged"
    alone = brenier.PowerDiagram(t.sites, t.weights, t.source).masses
    np.testing.assert_allclose(t.diagram.masses, masses, rtol=1e-8)
    np.testing.assert_allclose(alone, masses, rtol=1e-6)
    assert t.dual_value == pytest.approx(t.cost, rel=1e-7)


@pytest.mark.parametrize("n", [1, 2, 3, 10, 101, 700])
@pytest.mark.parametrize("name", SOURCES)
def test_every_cell_gets_its_mass(name, n):
    for masses in (np.full(n, 1 / n), random_masses(n)):
        assert_solved(brenier.solve(random_sites(n), masses, SOURCES[name]), masses)


@pytest.mark.parametrize("name", ["islands", "discs", "ring", "noise"])
@pytest.mark.parametrize(
    "sites",
    [
        1000 + 100 * random_sites(300),
        np.column_stack([np.linspace(0, 1, 200), np.full(200, 0.5)]),
        np.stack(np.meshgrid(np.arange(17.0), np.arange(17.0)), axis=-1).reshape(-1, 2),
        0.5 + 0.02 * np.random.default_rng(0).normal(size=(300, 2)),
    ],
    ids=["far away", "on a line", "on a grid", "in a cluster"],
)
def test_wherever_the_sites_lie(name, sites):
    t = brenier.solve(sites, source=SOURCES[name])
    assert_solved(t, np.full(len(sites), 1 / len(sites)))


@pytest.mark.parametrize("n", [2, 8, 100, 1000])
def test_parts_whose_cells_never_meet(n):
    """Two equal squares, each with half of the sites: no facet between them has mass."""
    two = brenier.Uniform([rectangle(0, 0, 1), rectangle(3, 0, 1)])
    sites = random_sites(n) + np.where(np.arange(n)[:, None] % 2, [3, 0], [0, 0])
    t = brenier.solve(sites, source=two)
    assert_solved(t, np.full(n, 1 / n))
    is_right = t.diagram.centroids[:, 0] > 2
    assert np.array_equal(is_right, np.arange(n) % 2 == 1)
    facets = t.diagram.facets
    assert (is_right[facets.sites[:, 0]] == is_right[facets.sites[:, 1]]).all()


@pytest.mark.parametrize("n", [2, 20])
@pytest.mark.parametrize("excess", [1e-2, 1e-5, 1e-7])
def test_parts_a_little_out_of_balance(n, excess):
    """Some cell has to be in both, even when nearly everything is right to begin with."""
    two = brenier.Uniform([rectangle(0, 0, 1), rectangle(3, 0, 1)])
    is_right = np.arange(n) % 2 == 1
    sites = random_sites(n) + np.where(is_right[:, None], [3, 0], [0, 0])
    before = brenier.solve(sites, source=two)
    masses = np.where(is_right, 1 + excess, 1 - excess) / n
    for start in (None, before.weights):
        t = brenier.solve(sites, masses, two, initial_weights=start)
        assert_solved(t, masses)
        assert any(len(t.diagram.cell(k)) > 1 for k in range(n))


def test_the_plan_between_parts_is_the_cheapest():
    """Against a linear program from a fine grid of points in the parts."""
    optimize = pytest.importorskip("scipy.optimize")
    source = brenier.Uniform([rectangle(0, 0, 1), rectangle(3, 0, 1, 0.5), rectangle(1.5, 2, 0.5)])
    sites, masses = 3 * random_sites(7), random_masses(7)
    t = brenier.solve(sites, masses, source)
    step = 1 / 16
    x, y = np.meshgrid(np.arange(step / 2, 4, step), np.arange(step / 2, 3, step))
    points = np.column_stack([x.ravel(), y.ravel()])
    points = points[source.density(points) > 0]
    m, n = len(points), len(sites)
    cost = np.sum((points[:, None] - sites[None]) ** 2, axis=2).ravel()
    rows = np.kron(np.eye(m), np.ones(n))
    columns = np.kron(np.ones(m), np.eye(n))
    plan = optimize.linprog(
        cost, A_eq=np.vstack([rows, columns]), b_eq=np.concatenate([np.full(m, 1 / m), masses])
    )
    # That plan, spread evenly over squares of side h, costs h²/6 more; the best one gains a little
    # where two cells share a square.
    bound = plan.fun + step**2 / 6
    assert 0.998 * bound < t.cost < bound


def test_rotation_by_a_quarter_rotates_the_plan():
    picture = discs((0.7, 0.6, 0.2), (0.2, 0.3, 0.1))
    sites = random_sites(200)
    t = brenier.solve(sites, source=brenier.Raster(picture))
    turned = brenier.solve(
        np.column_stack([1 - sites[:, 1], sites[:, 0]]),
        source=brenier.Raster(np.rot90(picture, -1)),
    )
    c, d = t.diagram.centroids, turned.diagram.centroids
    np.testing.assert_allclose(d, np.column_stack([1 - c[:, 1], c[:, 0]]), atol=1e-6)


def test_scale_and_place_do_not_matter():
    sites = random_sites(150)
    t = brenier.solve(sites, source=brenier.Uniform(ISLANDS))
    scaled = brenier.solve(
        1e6 * sites + 5, source=brenier.Uniform([1e6 * np.array(ring) + 5 for ring in ISLANDS])
    )
    assert scaled.success
    np.testing.assert_allclose(scaled.diagram.centroids, 1e6 * t.diagram.centroids + 5, rtol=1e-6)


@pytest.mark.parametrize("name", ["islands", "sparse"])
def test_threads_do_not_matter(name):
    one, two = (
        brenier.solve(random_sites(2000), source=SOURCES[name], workers=workers)
        for workers in (1, 2)
    )
    assert np.array_equal(one.weights, two.weights)
    assert np.array_equal(one.history.error, two.history.error)


def test_history_tells_when_the_source_was_blurred():
    t = brenier.solve(random_sites(500), source=SOURCES["discs"])
    assert t.history.blur.shape == (t.nit + 1,)
    assert t.history.blur.max() == 1 and t.history.blur[-1] == 0
    assert ((t.history.blur >= 0) & (t.history.blur <= 1)).all()
    smooth = brenier.solve(random_sites(500))
    assert not smooth.history.blur.any()


@pytest.mark.parametrize("steps", [1, 5, 12])
def test_a_solve_that_is_cut_short_tells_its_error_under_the_source(steps):
    def stop(state):
        blur.append(state.blur)
        if state.nit == steps:
            raise StopIteration

    blur = []
    sites, source = random_sites(500), SOURCES["discs"]
    with pytest.warns(brenier.ConvergenceWarning):
        stopped = brenier.solve(sites, source=source, callback=stop)
    assert stopped.status == "stopped" and stopped.nit == steps
    assert np.array_equal(blur, stopped.history.blur[1:])
    assert stopped.history.blur[-1] > 0
    with pytest.warns(brenier.ConvergenceWarning):
        short = brenier.solve(sites, source=source, max_iter=steps)
    assert short.status == "max_iterations"
    for t in (stopped, short):
        error = np.max(np.abs(t.diagram.masses * 500 - 1))
        assert error == pytest.approx(t.max_relative_error, rel=1e-9)


@pytest.mark.parametrize("name", ["discs", "sparse", "steep"])
@pytest.mark.parametrize("n", [50, 500])
def test_wherever_a_solve_is_cut_short_weights_and_error_belong_together(name, n):
    """Also where the solve has just left the source for a start of its own."""
    steep = brenier.Raster(NOISE**8, (0, 0, 2, 3))
    source = steep if name == "steep" else SOURCES[name]
    sites = random_sites(n)
    for steps in range(4):
        with pytest.warns(brenier.ConvergenceWarning):
            t = brenier.solve(sites, source=source, max_iter=steps)
        assert t.status == "max_iterations" and t.nit == steps
        error = np.max(np.abs(t.diagram.masses * n - 1))
        assert error == pytest.approx(t.max_relative_error, rel=1e-9)


def test_cells_with_the_least_of_all_masses_have_centroids():
    """A mass of 1e-312 has no inverse in floating point."""
    thin = brenier.Gaussian((0, 0), [[1, 0.9996], [0.9996, 1]], rectangle(-20, -20, 40))
    x, y = np.meshgrid(*2 * [np.linspace(-1.9, 1.9, 300)])
    d = brenier.PowerDiagram(np.column_stack([x.ravel(), y.ravel()]), source=thin)
    least = np.flatnonzero((d.masses > 1e-316) & (d.masses < 1e-309))
    assert len(least) > 0
    assert np.array_equal(d.index(d.centroids[least]), least)
    # A grid over this one's domain has cells with a mass of 1e-322.
    tail = brenier.Gaussian(
        (0.83549831, 0.71509174),
        [[0.00281296, 0.0026327], [0.0026327, 0.00246532]],
        rectangle(0, 0, 1),
    )
    assert_solved(brenier.solve([(0, 0)], source=tail), np.ones(1))


@pytest.mark.parametrize("name", ["a large one and a speck", "next to nothing between"])
def test_sites_on_a_line_along_the_pixels(name):
    """Cells are strips, much narrower than the pixels of a blurred source."""
    sites = np.column_stack([random_sites(600)[:, 0], np.full(600, 0.5)])
    assert brenier.solve(sites, source=SOURCES[name], tol=1e-6).success


def test_a_warm_start_needs_no_blur():
    sites = random_sites(400)
    t = brenier.solve(sites, source=SOURCES["islands"])
    again = brenier.solve(sites, source=SOURCES["islands"], initial_weights=t.weights)
    assert again.success and again.nit <= 2 and not again.history.blur.any()


def test_map_and_sampler_work_on_parts():
    t = brenier.solve(random_sites(300), source=SOURCES["islands"])
    batch = brenier.LatentSampler(brenier.ContinuousMap(t)).sample(2000, rng=0)
    assert (t.source.density(batch.source) > 0).all()
    assert np.bincount(batch.index, minlength=300).sum() == 2000
