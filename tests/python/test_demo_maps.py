"""The demo's noise goes every way that it should, and its walk crosses what it should."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("sklearn")

import brenier
from brenier.demo import comparison, report
from brenier.demo.walk import find_walk

RNG = np.random.default_rng(0)


class EchoJudge:
    """A judge of pictures that are latents: their decoder gives back what it takes."""

    def decoder(self, latents):
        return latents[:, None]

    def on_real(self):
        return SimpleNamespace(row="real")

    def on_reconstructions(self):
        return SimpleNamespace(row="reconstructions")

    def on_made(self, name, images, latents):
        np.testing.assert_array_equal(images[:, 0], latents)
        return SimpleNamespace(row=name, latents=latents)


def map_onto(centres, count=60, **thresholds):
    centres = np.asarray(centres)
    codes = np.random.default_rng(2).normal(centres, 0.3, (count, *centres.shape)).reshape(-1, 2)
    return brenier.ContinuousMap(brenier.solve(codes), **thresholds)


def test_the_same_noise_goes_every_way_that_redraws_none():
    m = map_onto([[0, 0], [9, 0], [0, 9]])
    made = comparison.compare(EchoJudge(), m, 500, seed=3)
    noise = made.naive.latents
    singular = m.is_singular(noise)
    assert made.singular_share == singular.mean() > 0.03
    np.testing.assert_array_equal(made.transported.latents, m.transport(noise))
    np.testing.assert_array_equal(made.snap.latents, m(noise))
    same = (made.keep.latents == made.snap.latents).all(axis=1)
    np.testing.assert_array_equal(same, ~singular)
    # The sites are at most 1.5 from their centres, so that what lies farther off is in a gap.
    in_gap = [
        np.linalg.norm(latents[:, None] - [[0, 0], [9, 0], [0, 9]], axis=-1).min(axis=1) > 1.5
        for latents in (made.reject.latents, made.only.latents)
    ]
    assert in_gap[0].mean() == 0
    assert in_gap[1].mean() > 0.5
    assert [row for row in made.rows] == [
        "real", "reconstructions", "naive noise", "transported noise", "continuous, keep",
        "continuous, snap", "continuous, reject", "continuous, only",
    ]  # fmt: skip


def test_where_nothing_is_singular_nothing_is_drawn_from_there():
    m = brenier.ContinuousMap(brenier.solve(RNG.random((100, 2))), max_jump=np.inf)
    made = comparison.compare(EchoJudge(), m, 50, seed=0)
    assert made.only is None
    assert len(made.rows) == 7
    assert made.singular_share == 0
    (line,) = report.Singularity.of(m, made.singular_share).to_lines()
    assert "no edge is across a gap" in line
    walk = find_walk(m, seed=0)
    assert not walk.singular.any()
    assert not walk.creases.size


def test_the_walk_is_straight_and_its_creases_are_where_the_map_leaps():
    m = map_onto([[0, 0], [6, 0], [12, 0], [18, 0]], max_jump=2)
    walk = find_walk(m, seed=0)
    pace = np.linspace(0, 1, len(walk.points))[:, None]
    straight = walk.points[0] * (1 - pace) + walk.points[-1] * pace
    np.testing.assert_allclose(walk.points, straight, atol=1e-12)
    np.testing.assert_array_equal(walk.singular, m.is_singular(walk.points))
    assert not walk.singular[[0, -1]].any()
    leaps = np.linalg.norm(np.diff(m.transport(walk.points), axis=0), axis=1)
    np.testing.assert_array_equal(walk.creases, np.flatnonzero(leaps > 2))
    # From the first cluster to the last, or back, with three gaps between them.
    assert len(walk.creases) == 3
    # The latents take no leap that the map does, and are the map's own where it is regular.
    np.testing.assert_array_equal(walk.latents[~walk.singular], m(walk.points[~walk.singular]))
    steps = np.linalg.norm(np.diff(walk.latents, axis=0), axis=1)
    assert steps.max() < leaps[walk.creases].min()
