"""Torch's functions and modules in space."""

from __future__ import annotations

import brenier
import numpy as np
import pytest

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")
torch = pytest.importorskip("torch")
import brenier.torch  # noqa: E402 - only where torch is
from brenier.torch import wasserstein2  # noqa: E402


def sites_of(n, seed=0):
    return np.random.default_rng(seed).random((n, 3))


def masses_of(n, seed=1):
    masses = np.random.default_rng(seed).random(n) + 0.5
    return masses / masses.sum()


@pytest.fixture(scope="module")
def t():
    return brenier.solve(sites_of(150))


@pytest.mark.parametrize("box", [None, ((-1, 0, 2), (1, 1, 3))], ids=["cube", "box"])
def test_gradients_are_those_of_differences(box):
    source = None if box is None else brenier.Uniform(box)
    points = torch.from_numpy(sites_of(8)).requires_grad_()
    logits = torch.from_numpy(np.log(masses_of(8))).requires_grad_()

    def cost(y, z):
        return wasserstein2(y, torch.softmax(z, 0), source, tol=1e-12)

    assert torch.autograd.gradcheck(cost, (points, logits), eps=1e-5, atol=1e-7, rtol=1e-5)


def test_the_gradient_is_that_of_the_cells(t):
    points = torch.from_numpy(t.sites.copy()).requires_grad_()
    cost = wasserstein2(points)
    assert cost.item() == pytest.approx(t.cost, rel=1e-9)
    cost.backward()
    expected = 2 / 150 * (t.sites - t.centroids)
    np.testing.assert_allclose(points.grad, expected, atol=1e-9)


@pytest.mark.parametrize("periodic", [False, True])
@pytest.mark.parametrize("d", [2, 3])
def test_masses_that_grow_from_nothing_have_the_potential_of_the_others(d, periodic):
    sites, masses = sites_of(12, 2)[:, :d].copy(), np.append(masses_of(10), [0.0, 0.0])
    source = brenier.Uniform([d * (0,), d * (1,)], periodic=periodic)
    nu = torch.from_numpy(masses).requires_grad_()
    wasserstein2(torch.from_numpy(sites), nu, source, tol=1e-12).backward()
    # By brute force: the least of |x - y|² - φ(x), φ the least power of the others at x.
    t = brenier.solve(sites[:10], masses[:10], source, tol=1e-12)
    x = t.source.sample(200_000, 0)

    def squares(ways):
        return np.sum((ways - np.rint(ways) if periodic else ways) ** 2, axis=-1)

    powers = np.min(squares(x[:, None] - t.sites) - t.weights, axis=1)
    for k in (10, 11):
        least = np.min(squares(x - sites[k]) - powers)
        assert float(nu.grad[k]) <= least + 1e-12
        assert float(nu.grad[k]) == pytest.approx(least, abs=0.05)


def test_the_module_is_warm_and_learns_in_space():
    module = brenier.torch.Wasserstein2(tol=1e-8)
    assert "uniform" in repr(module)
    points = torch.from_numpy(sites_of(27)).requires_grad_()
    optimizer = torch.optim.SGD([points], lr=27 / 2)
    costs = []
    for _ in range(20):
        optimizer.zero_grad()
        cost = module(points)
        cost.backward()
        optimizer.step()
        costs.append(cost.item())
    assert np.all(np.diff(costs) <= 1e-12)
    assert costs[-1] < 0.75 * costs[0]
    # The same module takes points of the plane, which are as many.
    plane = torch.from_numpy(sites_of(27)[:, :2].copy())
    assert module(plane).item() == pytest.approx(brenier.solve(plane.numpy()).cost, rel=1e-6)


def test_noise_is_coupled_with_sites_and_sent_through(t):
    x = torch.from_numpy(sites_of(40, 3)).reshape(4, 10, 3)
    x1, index = brenier.torch.Coupling(t)(x)
    assert x1.shape == (4, 10, 3) and index.shape == (4, 10)
    np.testing.assert_array_equal(index.reshape(-1), t.index(x.reshape(-1, 3).numpy()))
    for map_ in (t, brenier.ContinuousMap(t)):
        y = x.clone().requires_grad_()
        image = brenier.torch.StraightThrough(map_)(y)
        np.testing.assert_array_equal(image.detach().reshape(-1, 3), map_(x.reshape(-1, 3).numpy()))
        image.sum().backward()
        assert torch.all(y.grad == 1)
    with pytest.raises(ValueError, match=r"x has shape \(5, 2\); expected \(..., 3\)"):
        brenier.torch.StraightThrough(t)(torch.zeros(5, 2))
    lifted = brenier.ContinuousMap(t, values=np.ones((150, 7)), max_jump=np.inf)
    with pytest.raises(ValueError, match="map goes to values of 7 numbers; expected 3"):
        brenier.torch.StraightThrough(lifted)


def test_latents_and_noise_maps_on_tetrahedra(t):
    values = np.random.default_rng(4).normal(size=(150, 6))
    m = brenier.ContinuousMap(t, values=values, max_jump=np.inf)
    module = brenier.torch.LatentSampler(m)
    assert module(32).shape == (32, 6)
    assert brenier.torch.LatentSampler(t.sites)(32).shape == (32, 3)
    z = torch.randn(16, 20, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    codes = brenier.torch.NoiseMap(m, dtype=torch.float64)(z)
    from scipy.special import ndtr

    np.testing.assert_allclose(codes, m(ndtr(z[:, :3].numpy())), atol=1e-12)
    local = brenier.torch.NoiseMap(m, local=0.5, dtype=torch.float64)
    assert not torch.equal(local(z), codes)
    np.testing.assert_array_equal(local(z), local(torch.cat([z[:, :13], 0 * z], 1)))
    with pytest.raises(ValueError, match="z_dim 4 or more with local noise"):
        local(z[:, :3])
    again = brenier.torch.NoiseMap()
    again.load_state_dict(local.state_dict())
    np.testing.assert_allclose(again(z), local(z), atol=1e-6)


def test_points_of_other_dimensions_are_refused():
    with pytest.raises(ValueError, match=r"points has shape \(5, 4\); expected \(n, 2\), or"):
        wasserstein2(torch.zeros(5, 4))
    with pytest.raises(ValueError, match="source is in the plane; expected one of space"):
        wasserstein2(torch.rand(5, 3), None, brenier.Uniform())
