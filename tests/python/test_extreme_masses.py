"""Masses at the edge of what is a mass: zeros, next to nothing, all in one, a sum not quite 1."""

from __future__ import annotations

import math
import warnings
from fractions import Fraction

import brenier
import numpy as np
import pytest
from inputs.shapes import L_SHAPE
from inputs.sites import random_sites

N = 30


def solved(masses, sites=None, **options):
    """A solve that may fail to converge, as long as it says so."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        t = brenier.solve(random_sites(N) if sites is None else sites, masses, **options)
    assert {w.category for w in caught} <= {brenier.ConvergenceWarning}
    assert bool(caught) != t.success
    return t


def assert_honest(t, tol=1e-8):
    """What it says of its masses is so."""
    masses = t.diagram.masses
    assert np.isfinite(t.weights).all() and np.all(masses >= 0)
    assert abs(math.fsum(masses) - 1) < 1e-13
    some = t.masses > 0
    m, nu = masses[some], t.masses[some]
    with np.errstate(over="ignore"):
        error = np.max(np.abs(m - nu) / nu)
        # A cell of mass m is about √m wide, and the places of its corners are rounded to 1e-16.
        rounding = np.max(1e-15 * np.sqrt(np.maximum(m, nu)) / nu)
    assert error == pytest.approx(t.max_relative_error, rel=1e-3, abs=rounding)
    assert t.success == (t.max_relative_error <= tol)


def some_of(little, count=N):
    """Every third mass is this little, the others share the rest."""
    masses = np.full(count, float(little))
    rest = np.arange(count) % 3 > 0
    masses[rest] = (1 - math.fsum(masses[~rest])) / rest.sum()
    return masses


@pytest.mark.parametrize(
    "source", [None, brenier.Uniform(L_SHAPE), brenier.Gaussian((0.5, 0.5), 1)]
)
@pytest.mark.parametrize("k", [0, 17, N - 1])
def test_all_mass_in_one_is_one_cell(source, k):
    masses = np.zeros(N)
    masses[k] = 1
    t = solved(masses, source=source)
    assert t.success and t.nit == 0
    assert t.diagram.masses == pytest.approx(masses, abs=1e-15)
    assert np.isnan(t.centroids[np.arange(N) != k]).all()
    x = t.source.sample(200, rng=0)
    assert np.array_equal(t.index(x), np.full(200, k))
    assert np.array_equal(t(x), np.tile(t.sites[k], (200, 1)))


@pytest.mark.parametrize("source", [None, brenier.Raster(np.eye(3) + 0.1)])
def test_masses_of_zero_get_no_cell_and_change_no_other(source):
    masses = some_of(0.0)
    t = solved(masses, source=source, tol=1e-12)
    assert t.success
    empty = masses == 0
    assert np.all(t.diagram.masses[empty] == 0)
    assert np.isnan(t.centroids[empty]).all()
    assert np.isfinite(t.weights).all()
    alone = brenier.solve(t.sites[~empty], masses[~empty], source, tol=1e-12)
    assert t.weights[~empty] == pytest.approx(alone.weights, abs=1e-11)


@pytest.mark.parametrize(
    "little", [1e-6, 1e-10, 1e-14, 1e-18, 1e-25, 1e-40, 1e-100, 1e-300, 5e-324]
)
def test_masses_of_next_to_nothing_are_solved_or_said_not_to_be(little):
    t = solved(some_of(little))
    assert_honest(t)
    if little >= 1e-14:
        assert t.success, t.message


def test_all_masses_but_one_are_next_to_nothing():
    masses = np.full(N, 1e-14)
    masses[3] = 1 - (N - 1) * 1e-14
    t = solved(masses)
    assert_honest(t)
    assert t.max_relative_error < 1e-3


def test_masses_over_all_magnitudes():
    masses = 10.0 ** -np.linspace(0, 300, N)
    t = solved(masses / math.fsum(masses))
    assert_honest(t)


@pytest.mark.parametrize("tol", [1e-15, 1e-17, 1e-30, 5e-324])
@pytest.mark.parametrize("n", [1, 2, 30, 700])
def test_a_tolerance_out_of_reach_ends_with_a_status(tol, n):
    steps = []
    t = solved(None, random_sites(n), tol=tol, callback=lambda s: steps.append(s.nit))
    assert_honest(t, tol)
    assert t.status in ("converged", "stalled") and len(steps) == t.nit < 60
    assert t.max_relative_error < 1e-11


def nudged(total, count=4):
    """Masses whose exact sum, in doubles, is as near to the total as can be."""
    masses = np.full(count, float(Fraction(total) / count))
    return masses


@pytest.mark.parametrize("excess", [0.999e-9, -0.999e-9, 1e-12, -1e-16])
def test_a_sum_within_the_tolerance_is_divided_out(excess):
    masses = nudged(1 + Fraction(excess))
    t = brenier.solve(random_sites(4), masses, tol=1e-12)
    assert t.success
    assert np.array_equal(t.masses, masses)  # as they were given


@pytest.mark.parametrize("total", [1 + 1.001e-9, 1 - 1.001e-9, 0.0, 2.0, 1e-300, 1e300, 1.7e308])
def test_a_sum_out_of_tolerance_is_named(total):
    with pytest.raises(
        ValueError, match=r"masses sum to .*normalise them, masses / masses.sum\(\)"
    ):
        brenier.solve(random_sites(4), nudged(total))


def test_the_first_negative_mass_is_named():
    for value in (-1.0, -1e-14, -5e-324):
        masses = np.full(6, 1 / 6)
        masses[[2, 4]] = value
        with pytest.raises(ValueError, match=r"masses\[2\] is -.*; expected 0 or more"):
            brenier.solve(random_sites(6), masses)
    assert brenier.solve(random_sites(2), [1.0, -0.0]).success


@pytest.mark.parametrize(
    ("tol", "error"),
    [
        (-1e-8, ValueError),
        (0, ValueError),
        (math.nan, ValueError),
        (math.inf, ValueError),
        ([1e-8], TypeError),
        (np.array([1e-8]), TypeError),
        (np.array([1e-8, 1e-8]), TypeError),
        ([], TypeError),
        (1e-8 + 0j, TypeError),
        (np.complex128(1e-8), TypeError),
        (None, TypeError),
        (b"1", TypeError),
        ("1e-8", TypeError),
        (len, TypeError),
    ],
)
def test_a_tolerance_is_one_positive_number(tol, error):
    with pytest.raises(error, match=r"^tol is .*expected"):
        brenier.solve(random_sites(4), tol=tol)


@pytest.mark.parametrize("tol", [1, np.float32(1e-3), np.array(1e-3), Fraction(1, 1000), True])
def test_any_kind_of_number_is_a_tolerance(tol):
    assert brenier.solve(random_sites(4), tol=tol).success
