"""When an edge of the continuous map is singular: thresholds, given and by default."""

from __future__ import annotations

import math
import re

import brenier
import numpy as np
import pytest
from inputs.sites import clusters, random_masses, random_sites


def solved(n=300, seed=0, **options):
    return brenier.solve(random_sites(n, seed), random_masses(n), **options)


@pytest.mark.parametrize("quantile", [0.0, 0.3, 0.9, 1.0])
def test_quantile_is_that_of_the_jumps(quantile):
    t = solved()
    if quantile == 0.0:
        with pytest.raises(ValueError, match="no triangle is regular with quantile=0"):
            brenier.ContinuousMap(t, quantile=quantile)
        return
    m = brenier.ContinuousMap(t, quantile=quantile)
    assert np.array_equal(m.singular, m.jumps > np.quantile(m.jumps, quantile))
    assert abs(m.singular.mean() - (1 - quantile)) < 2 / len(m.jumps) + 1e-9


def test_an_edge_over_any_threshold_is_singular():
    t = solved()
    m = brenier.ContinuousMap(t, max_angle=0.1, max_jump=0.11, quantile=0.99)
    over = (m.angles > 0.1) | (m.jumps > 0.11) | (m.jumps > np.quantile(m.jumps, 0.99))
    assert np.array_equal(m.singular, over)
    for alone in ((m.angles > 0.1), (m.jumps > 0.11)):
        assert 0 < alone.sum() < over.sum()


def test_default_threshold_is_what_is_usual_overall_and_at_both_sites():
    m = brenier.ContinuousMap(brenier.solve(clusters(500, 0.01)))
    ends, jumps = m.edges.ravel(), np.repeat(m.jumps, 2)
    usual = np.array([np.sort(jumps[ends == site])[1] for site in range(500)])
    i, j = m.edges.T
    limits = np.maximum(6 * np.sort(usual)[250], 4 * np.sqrt(usual[i] * usual[j]))
    assert np.array_equal(m.singular, m.jumps > limits)
    assert m.singular.any()
    assert m.thresholds == brenier.Thresholds()


def test_default_threshold_finds_the_gaps_and_nothing_else():
    rng = np.random.default_rng(0)
    label = rng.integers(3, size=900)
    y = np.array([[0, 0], [9, 1], [3, 8]])[label] + rng.uniform(-1, 1, (900, 2))
    m = brenier.ContinuousMap(brenier.solve(y))
    assert np.array_equal(m.singular, label[m.edges[:, 0]] != label[m.edges[:, 1]])
    assert not brenier.ContinuousMap(brenier.solve(rng.random((900, 2)))).singular.any()


def test_default_threshold_knows_wide_clusters_from_gaps():
    # Neighbours in the wide cluster are as far apart as the gap between the narrow ones is wide.
    rng = np.random.default_rng(0)
    label = np.repeat([0, 1, 2], 200)
    width = np.array([0.01, 0.01, 1.0])[label, None]
    y = np.array([[0, 0], [0.15, 0], [40, 0]])[label] + width * rng.uniform(-1, 1, (600, 2))
    m = brenier.ContinuousMap(brenier.solve(y))
    across = label[m.edges[:, 0]] != label[m.edges[:, 1]]
    assert np.median(m.jumps[(label[m.edges] == 2).all(axis=1)]) > m.jumps[across].min()
    assert m.singular[across].all()
    assert m.singular[~across].mean() < 0.01


def test_thresholds_that_leave_nothing_say_what_would():
    t = solved()
    lengths = brenier.ContinuousMap(t, max_jump=math.inf).jumps
    for name in ("max_jump", "max_angle", "quantile"):
        small = lengths.min() / 2 if name != "quantile" else 1e-4
        with pytest.raises(ValueError, match=f"some are from {name}=.* on, all are from") as error:
            brenier.ContinuousMap(t, **{name: small})
        first, last = map(float, re.findall(r"from \w+=(\S+) on", str(error.value)))
        m = brenier.ContinuousMap(t, **{name: first})
        assert m.singular.any()
        with pytest.raises(ValueError, match="no triangle is regular"):
            brenier.ContinuousMap(t, **{name: 0.99 * first})
        x = t.source.sample(2000, rng=0)
        assert not brenier.ContinuousMap(t, **{name: last}).is_singular(x).any()


def test_thresholds_together_are_advised_together():
    t = solved(50)
    with pytest.raises(ValueError, match="no triangle is regular") as error:
        brenier.ContinuousMap(t, max_angle=1e-9, max_jump=1e-9)
    some, all_ = re.findall(r"from max_angle=(\S+) and max_jump=(\S+) on", str(error.value))
    for angle, jump in (some, all_):
        m = brenier.ContinuousMap(t, max_angle=float(angle), max_jump=float(jump))
        assert not m.singular_simplices.all()
    assert not m.singular_simplices.any()


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"max_jump": "far"}, TypeError, "max_jump is 'far'; expected a number"),
        ({"quantile": "0.5"}, TypeError, "quantile is '0.5'; expected a number"),
        ({"max_jump": -1.0}, ValueError, "max_jump is -1.0; expected a number, 0 or more"),
        ({"max_jump": math.nan}, ValueError, "max_jump is nan"),
        ({"max_angle": math.nan}, ValueError, "max_angle is nan"),
        ({"max_angle": [1, 2]}, TypeError, "max_angle is"),
        ({"quantile": 1.5}, ValueError, r"quantile is 1.5; expected a number in \[0, 1\]"),
        ({"quantile": -0.5}, ValueError, "quantile is -0.5"),
    ],
)
def test_bad_thresholds_are_refused(options, error, words):
    with pytest.raises(error, match=words):
        brenier.ContinuousMap(solved(50), **options)
