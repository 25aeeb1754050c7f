"""Near copies: merged where doubles cannot tell them apart, and no trouble to the others."""

from __future__ import annotations

import re
import warnings

import brenier
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from inputs.shapes import L_SHAPE
from inputs.sites import random_sites

TOL = 1e-8
SOURCES = {
    "square": brenier.Uniform(),
    "L": brenier.Uniform(L_SHAPE),
    "raster": brenier.Raster(1.0 + np.random.default_rng(0).random((20, 20))),
    "Gaussian": brenier.Gaussian((0.5, 0.5), 0.04),
}


def solved(*args, **options):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)
        return brenier.solve(*args, **options)


def errors_of_groups(t, groups):
    """Relative errors of sums, by groups that the test knows."""
    target, mass = (np.bincount(groups, m) for m in (t.masses, t.diagram.masses))
    return np.abs(mass - target)[target > 0] / target[target > 0]


def with_copies(n, count, distance, seed=0):
    """Sites and copies of the first of them, aside by a distance; whose copy each is."""
    rng = np.random.default_rng(seed)
    sites = rng.random((n, 2))
    angle = rng.uniform(0, 2 * np.pi, count)
    near = sites[:count] + distance * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return np.vstack([sites, near]), np.concatenate([np.arange(n), np.arange(count)])


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("scale", [1e-6, 1, 1e6])
@pytest.mark.parametrize("shift", [0, 3])
def test_neighbouring_doubles_share_a_cell(source, scale, shift):
    sites = scale * (np.random.default_rng(0).random((200, 2)) + shift)
    sites = np.vstack([sites, np.nextafter(sites[:20], np.inf)])
    t = brenier.solve(sites, source=SOURCES[source])
    assert t.success
    np.testing.assert_array_equal(t.groups, np.concatenate([np.arange(200), np.arange(20)]))
    assert errors_of_groups(t, t.groups).max() <= TOL
    assert not t.diagram.masses[200:].any()
    assert np.array_equal(t.weights, t.weights[t.groups])


def test_the_third_of_three_sites_gets_its_third():
    t = brenier.solve([(0.3, 0.3), (0.30000000000000004, 0.3), (0.8, 0.5)])
    assert t.success and t.groups.tolist() == [0, 0, 2]
    np.testing.assert_allclose(t.diagram.masses, [2 / 3, 0, 1 / 3], rtol=TOL)
    assert set(t.index(t.source.sample(100, rng=0))) == {0, 2}


@pytest.mark.parametrize("order", [1, -1])
def test_copies_of_copies_share_a_cell(order):
    sites = random_sites(50)
    layers = [sites]
    for _ in range(5):
        layers.append(np.nextafter(layers[-1], 2))
    layers.append(sites)
    t = brenier.solve(np.vstack(layers)[::order])
    assert t.success
    expected = np.tile(np.arange(50), 7)
    first = np.arange(350) % 50 if order == 1 else expected
    assert np.array_equal(t.groups, first)


@given(st.integers(0, 2**32 - 1), st.integers(1, 30), st.integers(-10, 10), st.booleans())
def test_masses_of_groups_are_sums(seed, count, exponent, is_shifted):
    """Whatever the masses are: a site without mass is in no group but that of its place."""
    rng = np.random.default_rng(seed)
    sites = 10.0**exponent * (rng.random((40, 2)) + 3 * is_shifted)
    which = rng.integers(0, 40, count)
    sites = np.vstack([sites, np.nextafter(sites[which], rng.choice([-1, 1]) * np.inf)])
    masses = rng.uniform(0.1, 1, len(sites)) * (rng.random(len(sites)) < 0.8)
    t = brenier.solve(sites, masses / masses.sum())
    own = np.concatenate([np.arange(40), which])
    assert t.success
    assert errors_of_groups(t, own).max() <= TOL
    assert np.array_equal(t.groups[t.groups], t.groups)
    assert (t.groups <= np.arange(len(sites))).all()
    heavy = masses > 0
    assert np.array_equal(own[t.groups[heavy]], own[heavy])
    for k in range(40):  # those with mass at one place, or next to it, are one group
        assert len(set(t.groups[heavy & (own == k)])) <= 1


def test_sites_that_can_be_told_apart_are():
    for distance in (1e-6, 1e-9, 1e-11):
        sites, _ = with_copies(200, 20, distance)
        assert np.array_equal(solved(sites).groups, np.arange(220))
    assert np.array_equal(brenier.solve(random_sites(5000)).groups, np.arange(5000))


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("digits", range(6, 17))
def test_all_others_are_right_however_near_copies_are(digits, source):
    sites, own = with_copies(200, 20, 10.0**-digits)
    t = solved(sites, source=SOURCES[source])
    assert errors_of_groups(t, own).max() <= TOL
    assert t.success == (errors_of_groups(t, t.groups).max() <= TOL)
    if not t.success:
        check_message(t, own)


def check_message(t, own):
    """It names two sites that are copies, their distance, and what can be done."""
    assert t.status == "stalled"
    named = re.search(r"sites (\d+) and (\d+).* are (\S+) apart", t.message)
    i, j, distance = int(named[1]), int(named[2]), float(named[3])
    assert own[i] == own[j] and i < j
    assert np.hypot(*(t.sites[i] - t.sites[j])) == pytest.approx(distance, rel=0.05)
    assert "raise tol" in t.message and "with the sum of their masses" in t.message


def test_unequal_masses_leave_all_others_right():
    rng = np.random.default_rng(0)
    for digits in (9, 11, 12, 14):
        sites, own = with_copies(200, 20, 10.0**-digits)
        masses = rng.uniform(0.01, 1, 220)
        t = solved(sites, masses / masses.sum())
        assert errors_of_groups(t, own).max() <= TOL


@pytest.mark.parametrize("far", [10.0, 1e3, 1e6])
def test_a_site_far_off_makes_no_difference_to_that(far):
    sites, own = with_copies(200, 5, 1e-10)
    t = solved(np.vstack([sites, [(far, far)]]), max_iter=60)
    assert errors_of_groups(t, np.append(own, 205)).max() <= TOL


@pytest.mark.parametrize("digits", range(8, 16))
@pytest.mark.parametrize("count", [3, 20, 100])
def test_a_row_of_near_sites_is_no_trouble(count, digits):
    """Each is near the next; they are solved for, or merged by a few, not all of them."""
    row = np.array([0.3, 0.4]) + 10.0**-digits * np.arange(count)[:, np.newaxis] * (1, 0)
    others = np.random.default_rng(0).random((200, 2))
    t = brenier.solve(np.vstack([row, others]))
    assert t.success
    in_row = t.groups[:count]
    apart = np.abs(t.sites[:count] - t.sites[in_row])
    assert apart.max() <= 1e-12
    if digits <= 11:
        assert np.array_equal(in_row, np.arange(count))


def test_a_pair_among_ten_thousand_codes_is_solved():
    sites = brenier.datasets.gaussian_grid(10_000, rng=0).points
    t = brenier.solve(sites)
    assert t.success and np.array_equal(t.groups, np.arange(10_000))


def test_starts_from_given_weights():
    sites, _ = with_copies(100, 20, 1e-15)
    t = brenier.solve(sites)
    again = brenier.solve(sites, initial_weights=t.weights)
    assert again.success and again.nit <= 1
    assert np.array_equal(again.groups, t.groups)


def test_a_callback_hears_the_errors_of_sums():
    sites, _ = with_copies(100, 20, 1e-12)
    told = []
    t = solved(sites, callback=lambda state: told.append(state.max_relative_error))
    assert told == t.history.error[1:].tolist()
    assert t.max_relative_error == pytest.approx(errors_of_groups(t, t.groups).max(), rel=1e-6)


def test_files_keep_the_groups(tmp_path):
    sites, _ = with_copies(100, 20, 1e-15)
    t = brenier.solve(sites)
    u = brenier.load(t.save(tmp_path / "t"))
    assert np.array_equal(u.groups, t.groups)
    assert np.array_equal(u.weights, t.weights)
    assert np.array_equal(u.diagram.masses, t.diagram.masses)
    assert not t.groups.flags.writeable and t.groups.dtype == np.intp


def without_groups(path):
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files if name != "groups"}
    np.savez(path, **arrays)


def test_a_file_of_before_has_copies_alone(tmp_path):
    sites = np.vstack([random_sites(50), random_sites(50)[:10]])
    t = brenier.solve(sites)
    path = t.save(tmp_path / "t.npz")
    without_groups(path)
    u = brenier.load(path)
    assert np.array_equal(u.groups, t.groups)
    assert np.array_equal(u.diagram.masses, t.diagram.masses)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda g: g[:-1], r"groups has shape \(119,\)"),
        (lambda g: g.astype(float), "dtype float64"),
        (lambda g: np.where(g == 3, 1000, g), "index that no site has"),
        (lambda g: np.where(g == 3, 5, g), r"groups\[3\] is 5; expected the lowest index"),
        (lambda g: np.where(g == 3, 2, g), r"groups\[3\] is 2; expected that of a site so near"),
    ],
)
def test_a_file_with_other_groups_is_refused(tmp_path, change, message):
    sites, _ = with_copies(100, 20, 1e-15)
    path = brenier.solve(sites).save(tmp_path / "t.npz")
    with np.load(path) as file:
        arrays = dict(file)
    arrays["groups"] = change(arrays["groups"])
    np.savez(path, **arrays)
    with pytest.raises(ValueError, match=message):
        brenier.load(path)


def test_maps_and_moves_of_sites_take_groups_as_copies():
    sites, _ = with_copies(60, 10, 1e-15)
    t = brenier.solve(sites)
    m = brenier.ContinuousMap(t)
    assert np.isfinite(m(t.source.sample(50, rng=0))).all()
    q = brenier.quantize(sites, masses="equal", max_iter=60)
    assert q.masses == pytest.approx(1 / 70, rel=1e-6)


def test_a_power_diagram_merges_no_near_copies():
    sites = np.array([(0.5, 0.5), (np.nextafter(0.5, 1), 0.5)])
    np.testing.assert_allclose(brenier.PowerDiagram(sites).masses, 0.5, rtol=1e-12)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("shift", [3, 20])
@pytest.mark.parametrize("digits", [8, 10, 12])
def test_a_cluster_of_near_sites_elsewhere_has_a_start(source, shift, digits):
    rng = np.random.default_rng(1)
    sites = rng.random((150, 2))
    cluster = sites[0] + 10.0**-digits * rng.standard_normal((40, 2))
    t = solved(np.vstack([sites, cluster]) + shift, source=SOURCES[source])
    own = np.concatenate([np.arange(150), np.zeros(40, int)])
    assert errors_of_groups(t, own).max() <= TOL
    assert t.success or t.status == "stalled"


@pytest.mark.parametrize("seed", [5, 20, 35])
def test_cells_that_part_again_are_no_longer_tied(seed):
    """In tight clusters, neighbours on the way to the solution may be none in the end."""
    rng = np.random.default_rng(seed)
    centers = rng.random((5, 2))[rng.integers(0, 5, 2000)]
    t = solved(centers + 1e-5 * rng.standard_normal(centers.shape))
    assert t.max_relative_error < 10 * TOL
