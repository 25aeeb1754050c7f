"""Lloyd's method: stationary, never uphill, near the hexagon's constant."""

from __future__ import annotations

import math

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE
from inputs.sites import random_masses, random_sites

HEXAGONS = 5 / (18 * math.sqrt(3))


@pytest.mark.parametrize("masses", ["free", "equal"])
@pytest.mark.parametrize(
    "source",
    [None, brenier.Uniform(L_SHAPE), brenier.Raster([[1, 5, 2], [3, 1, 9]])],
    ids=["square", "L", "raster"],
)
def test_sites_end_near_the_centres_of_their_cells(masses, source):
    q = brenier.quantize(60, source, masses=masses, tol=1e-7, max_iter=2000, rng=0)
    assert q.success
    offsets = np.linalg.norm(q.sites - q.diagram.centroids, axis=1)
    assert offsets.max() < 2e-3
    assert q.masses.sum() == pytest.approx(1)
    if masses == "equal":
        np.testing.assert_allclose(q.masses, 1 / 60, rtol=1e-7)
    t = brenier.solve(q.sites, q.masses / q.masses.sum(), source)
    assert q.cost == pytest.approx(t.cost, rel=1e-6)


@pytest.mark.parametrize("masses", ["free", "equal"])
def test_no_move_raises_the_cost(masses):
    sites = random_sites(50)
    costs = []
    with pytest.warns(brenier.ConvergenceWarning):
        for k in range(8):
            q = brenier.quantize(sites, masses=masses, max_iter=k, tol=0)
            assert q.nit == k
            costs.append(q.cost)
    assert np.all(np.diff(costs) < 0)


def test_the_cost_is_near_that_of_hexagons():
    free = brenier.quantize(3000, rng=1)
    assert HEXAGONS < 3000 * free.cost < 1.04 * HEXAGONS
    # A perfect grid has 1/6.
    assert 3000 * free.cost < 1 / 6


def test_equal_masses_cost_no_less_than_free_ones():
    sites = brenier.quantize(200, rng=2).sites
    assert brenier.solve(sites).cost >= brenier.PowerDiagram(sites)._cost() * (1 - 1e-12)


def test_sites_stand_for_the_masses_that_are_given():
    sites, masses = random_sites(40), random_masses(40)
    source = brenier.Raster([[1, 5, 2], [3, 1, 9]])
    q = brenier.quantize(sites, source, masses=masses, tol=1e-6, max_iter=1000)
    assert q.success
    np.testing.assert_allclose(q.masses, masses, rtol=1e-7)
    assert np.linalg.norm(q.sites - q.diagram.centroids, axis=1).max() < 5e-3
    assert q.cost < 0.8 * brenier.solve(sites, masses, source).cost
    drawn = brenier.quantize(40, source, masses=list(masses), rng=1)
    np.testing.assert_allclose(drawn.masses, masses, rtol=1e-7)


def test_given_masses_that_are_equal_are_the_word():
    word = brenier.quantize(30, masses="equal", rng=0)
    given = brenier.quantize(30, masses=np.full(30, 1 / 30), rng=0)
    assert np.array_equal(word.sites, given.sites)


def test_a_site_without_mass_stays():
    q = brenier.quantize([(0.1, 0.1), (0.3, 0.5), (0.9, 0.5)], masses=[0, 0.75, 0.25])
    np.testing.assert_allclose(q.sites, [(0.1, 0.1), (0.375, 0.5), (0.875, 0.5)], atol=1e-9)


def test_equal_masses_that_cannot_be_found_are_no_success(monkeypatch):
    solve = brenier.quantization.solve
    monkeypatch.setattr(
        brenier.quantization, "solve", lambda *args, **kw: solve(*args, **kw, max_iter=1)
    )
    with pytest.warns(brenier.ConvergenceWarning) as caught:
        q = brenier.quantize(random_sites(51), masses="equal", tol=1e9)
    assert q.nit == 1
    assert not q.success
    # The moves have come to an end all the same.
    assert not any("has not reached tol" in str(warning.message) for warning in caught)
    assert brenier.quantize(random_sites(51), tol=1e9).success


def test_the_same_seed_gives_the_same_sites_and_the_caller_s_stay():
    a, b = brenier.quantize(40, rng=3), brenier.quantize(40, rng=3)
    assert np.array_equal(a.sites, b.sites)
    mine = random_sites(40)
    before = mine.copy()
    brenier.quantize(mine)
    assert np.array_equal(mine, before)
    assert not a.sites.flags.writeable
    with pytest.warns(brenier.ConvergenceWarning):
        unmoved = brenier.quantize(mine, max_iter=0)
    assert np.array_equal(unmoved.sites, mine)
    assert mine.flags.writeable and not np.shares_memory(unmoved.sites, mine)


def test_sites_that_do_not_move_are_a_success_at_any_tolerance():
    q = brenier.quantize([(0.25, 0.5), (0.75, 0.5)], tol=0)
    assert q.success and q.nit == 1
    assert q.cost == pytest.approx(1 / 48 + 1 / 12)


def test_a_site_whose_cell_is_empty_stays():
    sites = np.concatenate([random_sites(20), [[50.0, 50.0]]])
    q = brenier.quantize(sites)
    assert q.sites[-1].tolist() == [50.0, 50.0]
    assert q.masses[-1] == 0


def test_progress_is_shown_when_asked_for(capsys):
    with pytest.warns(brenier.ConvergenceWarning):
        brenier.quantize(20, rng=0, tol=0, max_iter=3, progress=True)
    shown = capsys.readouterr().err
    assert "quantize" in shown and "3/3" in shown
    brenier.quantize(20, rng=0)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "options", "error", "words"),
    [
        ((0,), {}, ValueError, "n_or_sites is 0; expected 1 or more"),
        ((-2,), {}, ValueError, "n_or_sites is -2"),
        ((2.5,), {}, TypeError, "n_or_sites is 2.5; expected an int"),
        (([1, 2, 3],), {}, ValueError, r"n_or_sites has shape \(3,\)"),
        (([[1], [2, 3]],), {}, ValueError, "n_or_sites"),
        ((None,), {}, TypeError, "n_or_sites is None; expected"),
        (([(0, 0), (1, math.nan)],), {}, ValueError, r"n_or_sites\[1\] is \(1.0, nan\)"),
        ((np.empty((0, 2)),), {}, ValueError, "n_or_sites is empty"),
        ((5,), {"masses": "some"}, ValueError, "masses is 'some'; expected one of free, equal"),
        ((5,), {"masses": None}, ValueError, "masses is None; expected one of free, equal"),
        ((5,), {"masses": [0.5, 0.5]}, ValueError, r"masses has shape \(2,\); expected \(5,\)"),
        ((2,), {"masses": [0.5, 0.6]}, ValueError, "masses sum to 1.1.*normalise"),
        ((2,), {"masses": [1.5, -0.5]}, ValueError, r"masses\[1\] is -0.5"),
        ((2,), {"masses": 0.5}, ValueError, r"masses has shape \(\); expected \(2,\)"),
        ((5,), {"tol": -1}, ValueError, "tol is -1"),
        ((5,), {"tol": "small"}, TypeError, "tol is 'small'"),
        ((5,), {"max_iter": -1}, ValueError, "max_iter is -1"),
        ((5, "square"), {}, TypeError, "expected a brenier source"),
    ],
)
def test_bad_arguments_are_refused(arguments, options, error, words):
    with pytest.raises(error, match=words):
        brenier.quantize(*arguments, **options)
