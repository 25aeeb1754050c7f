"""Sources in parts, however far these are from each other: balanced or not, many or few."""

from __future__ import annotations

import re
import warnings

import brenier
import numpy as np
import pytest
from shapely import Polygon

GAPS = [1e2, 3e2, 1e4, 1e6]


def square(x, y=0.0, side=1.0):
    return np.array([(x, y), (x + side, y), (x + side, y + side), (x, y + side)])


def turned(rings, angle):
    c, s = np.cos(angle), np.sin(angle)
    return [np.asarray(ring) @ np.array([(c, s), (-s, c)]) for ring in rings]


def solve(sites, source, masses=None, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)
        return brenier.solve(sites, masses, source, **options)


def floor(gap, n):
    """What the rounding of weights allows: ε gap² / h², h the width of a cell of one of two."""
    return np.finfo(float).eps * gap**2 * n


def archipelago(seed, count=25, smallest=1.0, largest=6.0):
    """Return islands over 360 × 180, apart from each other."""
    rng = np.random.default_rng(seed)
    islands = []
    while len(islands) < count:
        angles = np.linspace(0, 2 * np.pi, 8, endpoint=False)
        radii = rng.uniform(smallest, largest) * rng.uniform(0.5, 1, 8)
        ring = (
            rng.uniform((8, 8), (352, 172)) + radii[:, None] * np.c_[np.cos(angles), np.sin(angles)]
        )
        if all(Polygon(ring).distance(Polygon(other)) > 0.5 for other in islands):
            islands.append(ring)
    return islands


@pytest.mark.parametrize("gap", GAPS)
@pytest.mark.parametrize(
    "rings",
    [
        lambda gap: [square(0), square(gap)],
        lambda gap: [square(0), square(0, gap)],
        lambda gap: turned([square(0), square(gap)], 0.7),
        lambda gap: [square(0), square(gap, 0, 1.5), [(0, gap), (2, gap), (1, gap + 1)]],
        lambda gap: [square(0), square(2), square(gap), square(gap + 3)],
    ],
    ids=["beside", "above", "aslant", "three", "pairs"],
)
def test_steps_do_not_grow_with_the_gap_and_only_rounding_ends_them(gap, rings):
    n = 300
    source = brenier.Uniform(rings(gap))
    t = solve(source.sample(n, rng=1), source)
    assert t.nit <= 40
    assert t.max_relative_error <= max(1e-8, 10 * floor(gap, n))
    if t.success:
        assert t.status == "converged"
        return
    assert t.status == "stalled"
    named = re.search(r"error of (\S+), as parts of the source are up to (\S+) apart", t.message)
    assert t.max_relative_error <= 10 * float(named[1])
    assert float(named[2]) == pytest.approx(gap, rel=0.05)


def test_a_gap_that_rounding_allows_for_is_solved():
    for seed in range(4):
        source = brenier.Uniform([square(0), square(1e2)])
        assert solve(source.sample(300, rng=seed), source).success


@pytest.mark.parametrize("gap", [3.0, 50.0, 1e3])
def test_masses_of_some_sites_may_be_those_of_some_parts(gap):
    # Of three unit squares the left site has two, the right one the last.
    source = brenier.Uniform([square(0), square(2), square(2 + gap)])
    t = solve([(0, 0), (1, 0)], source, [2 / 3, 1 / 3])
    assert t.success
    border = (1 - (t.weights[1] - t.weights[0])) / 2
    assert 3 - 1e-9 <= border <= 2 + gap + 1e-9
    # The same with many sites: half of them in each of two squares.
    source = brenier.Uniform([square(0), square(gap)])
    half = brenier.Uniform(square(0)).sample(50, rng=2)
    t = solve(np.vstack([half, half + np.array([gap, 0])]), source)
    assert t.success


def test_few_sites_have_many_parts():
    source = brenier.Uniform(archipelago(5, count=40))
    for n in (1, 2, 3, 7):
        t = solve(np.random.default_rng(n).random((n, 2)) * (360, 180), source)
        assert t.success
        assert t.nit <= 40


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("n", [300, 1500])
@pytest.mark.parametrize("kind", ["of the source", "everywhere", "in clusters"])
def test_archipelagos(seed, n, kind):
    source = brenier.Uniform(archipelago(seed))
    rng = np.random.default_rng(seed)
    if kind == "of the source":
        sites = source.sample(n, rng=rng)
    elif kind == "everywhere":
        sites = rng.random((n, 2)) * (360, 180)
    else:
        middles = rng.random((6, 2)) * (360, 180)
        sites = middles[rng.integers(6, size=n)] + 4 * rng.standard_normal((n, 2))
    t = solve(sites, source)
    assert t.success
    assert t.nit <= 40


def test_no_message_blames_near_sites_for_a_gap():
    source = brenier.Uniform([square(0), square(1e8)])
    t = solve(source.sample(300, rng=1), source)
    assert not t.success
    assert "near" not in t.message
    assert "1e+08 apart" in t.message
