"""Gradients of the transport cost where points share a place, or have no mass."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.sites import random_masses, random_sites
from inputs.source_cases import UNIFORM
from inputs.tensors import gradients


def test_points_at_one_place_share_the_gradient_of_their_common_cell():
    places, masses = random_sites(4), np.array([0.3, 0.3, 0.2, 0.2])
    at, shares = [3, 0, 1, 2, 0, 3], np.array([0.15, 0.1, 0.3, 0.2, 0.2, 0.05])
    assert np.bincount(at, shares) == pytest.approx(masses)
    apart = gradients(places, masses)
    together = gradients(places[at], shares)
    per_mass = apart[0] / masses[:, np.newaxis]
    assert together[0] == pytest.approx(per_mass[at] * shares[:, np.newaxis], abs=1e-12)
    assert together[1] == pytest.approx(apart[1][at], abs=1e-12)


def test_points_that_the_solver_cannot_tell_apart_share_a_cell_too():
    places = np.array([(0, 0), (5e-324, 0), (1000, 0), (1000, 1000), (0, 1000)])
    assert np.isnan(brenier.solve(places).centroids).any()
    in_points, in_masses = gradients(places, np.full(5, 0.2))
    assert np.array_equal(in_points[0], in_points[1]) and np.all(np.isfinite(in_points))
    assert in_masses[0] == in_masses[1]


def test_all_points_at_one_place():
    in_points, in_masses = gradients(np.full((5, 2), 0.25), np.full(5, 0.2))
    assert in_points == pytest.approx(np.full((5, 2), 2 * 0.2 * (0.25 - 0.5)), abs=1e-15)
    assert np.array_equal(in_masses, np.zeros(5))


def test_points_without_mass_have_no_gradient():
    points = random_sites(8)
    points[5] = points[2]  # one with mass and one without, at one place, in both orders
    points[0] = points[7]
    masses = np.array([0, 0.2, 0.3, 0, 0.1, 0, 0.2, 0.2])
    in_points, in_masses = gradients(points, masses)
    given = masses > 0
    alone, potential = gradients(points[given], masses[given])
    assert np.all(in_points[~given] == 0)
    assert in_points[given] == pytest.approx(alone, abs=1e-12)
    assert in_masses[given] == pytest.approx(potential, abs=1e-12)


@pytest.mark.parametrize("source", UNIFORM.values(), ids=UNIFORM)
def test_a_mass_of_zero_has_the_derivative_of_a_mass_that_grows(source):
    points = 1.6 * random_sites(20, seed=4) - 0.3
    points[7], points[11] = points[2], (2, 3)  # the latter's cell begins at a corner of the domain
    masses = random_masses(20)
    masses[[3, 7, 11, 12]] = 0
    masses /= masses.sum()
    potential = gradients(points, masses, source)[1]
    start = brenier.solve(points, masses, source, tol=1e-10).dual_value
    for i in (3, 7, 11, 12):
        eps = 1e-7
        grown = (1 - eps) * masses + eps * (np.arange(20) == i)
        slope = (brenier.solve(points, grown, source, tol=1e-10).dual_value - start) / eps
        # The next order is eps^(1/2): the weight with which a cell has a mass m rises like √m.
        assert slope == pytest.approx(potential[i], abs=3e-3)


def test_near_copies_get_the_centre_of_their_common_cell():
    places = random_sites(30)
    points = np.vstack([places, np.nextafter(places[:5], 2)])
    in_points, in_masses = gradients(points, np.full(35, 1 / 35))
    t = brenier.solve(points)
    assert t.groups.tolist() == [*range(30), *range(5)]
    expected = 2 / 35 * (points - t.centroids[t.groups])
    assert in_points == pytest.approx(expected, abs=1e-13)
    copies = gradients(np.vstack([places, places[:5]]), np.full(35, 1 / 35))
    assert in_points == pytest.approx(copies[0], abs=1e-9)
    assert in_masses == pytest.approx(copies[1], abs=1e-9)
