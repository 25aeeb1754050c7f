"""How solutions change along with their problems."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from inputs.shapes import SQUARE
from inputs.sites import random_masses, random_sites


@settings(max_examples=25, deadline=None)
@given(
    shift=st.tuples(st.floats(-50, 50), st.floats(-50, 50)),
    scale=st.floats(0.01, 100),
    seed=st.integers(0, 1000),
)
def test_weights_follow_translation_and_scaling_of_the_sites(shift, scale, seed):
    sites, masses = random_sites(40, seed), random_masses(40, seed + 1)
    reference = brenier.solve(sites, masses, tol=1e-10).weights
    size = 1 + np.hypot(*shift)

    moved = brenier.solve(sites + shift, masses, tol=1e-10).weights
    expected = centred(reference + 2 * sites @ np.array(shift), masses)
    assert moved == pytest.approx(expected, abs=1e-9 * size)

    scaled = brenier.solve(scale * sites, masses, tol=1e-10).weights
    expected = scale * reference + (scale**2 - scale) * np.sum(sites**2, axis=1)
    assert scaled == pytest.approx(centred(expected, masses), abs=1e-9 * (scale + scale**2))


def test_a_quarter_turn_of_everything_changes_nothing():
    sites, masses = random_sites(60), random_masses(60)
    t = brenier.solve(sites, masses, tol=1e-12)
    turned = brenier.solve(
        np.column_stack([-sites[:, 1], sites[:, 0]]),
        masses,
        brenier.Uniform(np.column_stack([-SQUARE[:, 1], SQUARE[:, 0]])),
        tol=1e-12,
    )
    assert turned.weights == pytest.approx(t.weights, abs=1e-11)
    assert turned.cost == pytest.approx(t.cost, rel=1e-11)


def test_the_order_of_the_sites_does_not_matter():
    sites, masses = random_sites(300), random_masses(300)
    order = np.random.default_rng(5).permutation(300)
    t = brenier.solve(sites, masses, tol=1e-12)
    u = brenier.solve(sites[order], masses[order], tol=1e-12)
    assert u.weights == pytest.approx(t.weights[order], abs=1e-11)


def test_a_shift_of_source_and_sites_changes_nothing():
    sites = random_sites(60)
    t = brenier.solve(sites, tol=1e-12)
    far = np.array([3e5, -7e5])
    u = brenier.solve(sites + far, None, brenier.Uniform(SQUARE + far), tol=1e-12)
    assert u.cost == pytest.approx(t.cost, rel=1e-8)
    assert u.diagram.masses == pytest.approx(t.diagram.masses, rel=1e-11)


def test_duplicates_are_one_site_with_their_masses_added():
    sites, masses = random_sites(30), random_masses(30)
    whole = brenier.solve(sites, masses, tol=1e-12)
    split = brenier.solve(
        np.vstack([sites, sites[:10]]),
        np.concatenate([masses[:10] / 4, masses[10:], masses[:10] * 3 / 4]),
        tol=1e-12,
    )
    assert split.weights[:30] == pytest.approx(whole.weights, abs=1e-12)
    assert np.array_equal(split.weights[:10], split.weights[30:])
    assert split.diagram.masses[30:] == pytest.approx(np.zeros(10), abs=0)
    x = random_sites(500, 9)
    assert np.array_equal(split(x), whole(x))


def test_sites_without_mass_get_no_cell_and_leave_the_others_alone():
    rng = np.random.default_rng(8)
    sites, masses = random_sites(40), random_masses(40)
    without = np.vstack([rng.random((10, 2)), [(5.0, 5.0), (-3.0, 0.2)]])
    t = brenier.solve(
        np.vstack([sites, without]), np.concatenate([masses, np.zeros(12)]), tol=1e-12
    )
    assert t.success
    assert np.all(t.diagram.masses[40:] == 0)
    assert t.weights[:40] == pytest.approx(
        brenier.solve(sites, masses, tol=1e-12).weights, abs=1e-11
    )
    assert np.isnan(t.centroids[40:]).all()


def centred(values, masses):
    return values - np.dot(masses, values)
