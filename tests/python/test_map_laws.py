"""Laws of the continuous map and of samples, on degenerate problems and sources of all kinds."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from inputs.strategies import points_of, problems, site_lists, sources
from oracles import rounding

# Sites may be too near to each other for a tolerance to be reached: laws hold all the same.
pytestmark = pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")


@st.composite
def maps(draw):
    """A map without a threshold, or with one that makes about half of its edges singular."""
    sites, masses = draw(problems(10))
    t = brenier.solve(sites, masses, draw(sources()))
    assume(len(t.diagram.simplices))
    try:
        return brenier.ContinuousMap(t, quantile=draw(st.sampled_from([0.5, 1.0])))
    except ValueError:  # all triangles are singular, or no three cells meet in the source
        assume(False)


@given(maps())
def test_centroids_go_to_their_sites_and_edges_are_monotone(m):
    """⟨c_i - c_j, y_i - y_j⟩ >= 0: the mean over both cells of what holds for all their points."""
    c, y = m.transport.centroids, m.transport.sites
    i, j = m.edges.T
    size = rounding.size_of(m.transport.source)
    mass_i, mass_j = m.transport.diagram.masses[m.edges].T
    moved = size * rounding.of_masses(m.transport.diagram).max() * (1 / mass_i + 1 / mass_j)
    steps = np.sum((c[i] - c[j]) * (y[i] - y[j]), axis=1)
    assert np.all(steps >= -moved * m.jumps)
    regular = np.unique(m.simplices[~m.singular_simplices])
    reach = np.abs(y).max() + np.abs(m.transport.source.bounds).max()
    assert np.all(np.abs(m(c[regular]) - y[regular]) <= 1e-12 * reach + spread_at(m, regular))


def spread_at(m, sites):
    """Where triangles are as thin as rounding, a centroid may lie beyond its own corner."""
    corners = m.transport.centroids[m.simplices]
    u, v = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    height = np.abs(u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]) / np.maximum(
        np.hypot(*u.T) + np.hypot(*v.T), 1e-300
    )
    thin = np.unique(m.simplices[height < 1e-10])
    return np.where(np.isin(sites, thin), np.inf, 0.0)[:, None]


@given(maps(), st.data())
def test_images_are_in_the_hull_and_the_same_one_by_one(m, data):
    x = np.array(data.draw(points_of(m.transport.source, m.transport.sites)))
    images, y = m(x), m.transport.sites
    slack = 4 * rounding.EPS * np.abs(y).max()
    for direction in np.array([(1, 0), (-1, 0), (0, 1), (0, -1), (3, 4), (-4, 3)]):
        assert (images @ direction).max() <= (y @ direction).max() + 7 * slack
    assert np.array_equal(np.concatenate([m(point[None]) for point in x]), images)
    singular = m.is_singular(x)
    assert np.array_equal(images[singular], m.transport(x)[singular])


@given(maps(), st.sampled_from(["reject", "snap", "keep"]), st.integers(0, 9))
def test_latents_are_images_of_points_of_the_source(m, policy, seed):
    batch = brenier.LatentSampler(m, singular=policy).sample(20, rng=seed)
    assert np.all(m.transport.source.density(batch.source) > 0)
    assert np.array_equal(batch.index, m.transport.index(batch.source))
    assert np.array_equal(batch.singular, m.is_singular(batch.source))
    if policy != "keep":
        assert np.array_equal(batch.latents, m(batch.source))


@given(sources(), st.integers(0, 99))
def test_samples_lie_in_the_support(source, seed):
    x = source.sample(64, rng=seed)
    assert np.all(source.density(x) > 0)
    low, high = np.reshape(source.bounds, (2, 2))
    assert np.all((x >= low) & (x <= high))


@given(site_lists(), sources(), st.sampled_from(["free", "equal"]))
def test_moving_sites_to_their_centroids_lowers_the_cost(sites, source, masses):
    """By Lloyd: it falls by at least what that saves within the cells, Σ m_i |y_i - c_i|²."""
    before, after = (
        brenier.quantize(sites, source, masses=masses, max_iter=moves, tol=0.0) for moves in (0, 1)
    )
    assume(masses == "free" or np.array_equal(before.masses > 0, after.masses > 0))
    there = before.masses > 0
    moves = np.sum((before.sites - after.sites)[there] ** 2, axis=1)
    reach = np.abs(source.bounds).max() + np.abs(before.sites).max()
    bound = 4 * reach**2 * rounding.of_masses(before.diagram).sum()
    slack = 1e-8 * reach**2 if masses == "equal" else 0.0  # the tolerance of the transports
    assert after.cost <= before.cost - before.masses[there] @ moves + bound + slack
