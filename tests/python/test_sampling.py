"""Inverse distribution functions; polygons as trapezoids, to draw from."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from brenier._sampling import linear_quantile
from brenier._trapezoids import Trapezoids
from inputs.shapes import STAR


@pytest.mark.parametrize(("left", "right"), [(1, 1), (0, 1), (1, 0), (0.3, 0.7), (1, 1 + 1e-12)])
def test_the_distribution_function_at_the_quantile_is_the_share(left, right):
    u = np.linspace(0, 1, 101)
    t = linear_quantile(np.full(101, left), np.full(101, right), u)
    share = (left * t + 0.5 * (right - left) * t**2) / (0.5 * (left + right))
    np.testing.assert_allclose(share, u, atol=1e-15)
    assert t[0] == 0 and t[-1] == 1
    assert np.all(np.diff(t) > 0)


def test_a_density_of_0_is_no_division_by_it():
    zero = np.zeros(2)
    with np.errstate(all="raise"):
        assert linear_quantile(zero, zero, np.array([0.0, 0.5])).tolist() == [0, 0]


def test_vertices_above_each_other_but_for_rounding():
    """Between them is a trapezoid whose area may be rounded to less than 0."""
    for shift in np.random.default_rng(0).standard_normal((40, 2)):
        source = brenier.Uniform(STAR + shift)
        areas = Trapezoids.of(source.rings).areas
        assert (areas >= 0).all()
        assert areas.sum() == pytest.approx(source.area, rel=1e-13)
        assert np.mean(source.density(source.sample(100, rng=0)) > 0) > 0.95
