"""Every source serves whatever takes one: transport, files, map, latents, quantization, torch."""

from __future__ import annotations

import pickle

import brenier
import numpy as np
import pytest
from inputs.sites import random_masses
from inputs.source_cases import Frame, assert_same, sites_over
from oracles.pearson import chance


def plan(source, n=60):
    return brenier.solve(sites_over(source, n, reach=1.5), random_masses(n), source)


def test_a_transport_is_solved_and_kept_in_a_file(source, tmp_path):
    t = plan(source)
    assert t.success
    np.testing.assert_allclose(t.diagram.masses, t.masses, rtol=1e-8)
    assert t.dual_value == pytest.approx(t.cost, rel=1e-9)
    t.save(tmp_path / "plan.npz")
    for again in (brenier.load(tmp_path / "plan.npz"), pickle.loads(pickle.dumps(t))):
        assert_same(again.source, source)
        assert np.array_equal(again.weights, t.weights)
        assert np.array_equal(again.diagram.masses, t.diagram.masses)


@pytest.mark.parametrize("scale", [1e-6, 1e4])
def test_a_transport_follows_when_all_is_moved_and_scaled(make_source, scale):
    frame = Frame(scale, (3 * scale, -7 * scale))
    t = plan(make_source(Frame()))
    moved = brenier.solve(frame(t.sites), t.masses, make_source(frame))
    np.testing.assert_allclose(moved.weights / scale**2, t.weights, atol=1e-7)
    assert moved.cost / scale**2 == pytest.approx(t.cost, rel=1e-9)
    assert np.abs(t.weights).max() > 0.01


def test_latents_are_drawn_through_the_map_and_decoded(source):
    t = plan(source, 300)
    m = brenier.ContinuousMap(t)
    np.testing.assert_allclose(m(t.centroids), t.sites, atol=1e-9)
    sampler = brenier.LatentSampler(m, singular="snap")
    batch = sampler.sample(20_000, rng=0)
    assert source.density(batch.source).min() > 0
    assert np.array_equal(
        batch.latents, np.where(batch.singular[:, None], t(batch.source), m(batch.source))
    )
    counts = np.bincount(batch.index, minlength=300)
    assert chance(counts, 20_000 * t.masses) > 1e-4
    decoded = brenier.generate(lambda z: z.sum(axis=1), sampler, 20_000, rng=0)
    np.testing.assert_allclose(decoded, batch.latents.sum(axis=1))


def test_sites_of_equal_mass_are_found_at_ever_lower_cost(source):
    start = source.sample(40, rng=0)
    before = brenier.solve(start, source=source).cost
    q = brenier.quantize(start, source, masses="equal", tol=1e-2)
    assert q.success and q.nit > 1
    assert q.cost < 0.9 * before
    np.testing.assert_allclose(q.masses, 1 / 40, rtol=1e-7)


def test_torch_has_the_gradient_of_the_cost_and_the_sampler(source):
    torch = pytest.importorskip("torch")
    import brenier.torch

    points = torch.tensor(sites_over(source, 8, reach=1.5), requires_grad=True)
    logits = torch.tensor(np.log(random_masses(8)), requires_grad=True)

    def cost(points, logits):
        return brenier.torch.wasserstein2(points, logits.softmax(0), source, tol=1e-10)

    assert torch.autograd.gradcheck(cost, (points, logits), eps=1e-6, atol=1e-5)
    module = brenier.torch.LatentSampler(brenier.LatentSampler(plan(source)))
    again = brenier.torch.LatentSampler()
    again.load_state_dict(module.state_dict())
    z, z2 = (m(100, generator=torch.Generator().manual_seed(0)) for m in (module, again))
    assert z.shape == (100, 2) and torch.equal(z, z2)
