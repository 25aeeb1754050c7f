"""The map as a layer, with the gradient passed straight through."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.samplers import sampler_of, seeded

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402


@pytest.fixture(scope="module")
def sampler():
    return sampler_of()


@pytest.mark.parametrize("kind", ["transport", "continuous"])
def test_straight_through_maps_forward_and_nothing_backward(sampler, kind):
    map_ = sampler.transport if kind == "transport" else sampler.map
    layer = brenier.torch.StraightThrough(map_)
    x = torch.from_numpy(sampler.source.sample(64, rng=0)).requires_grad_()
    z = layer(x)
    assert np.array_equal(z.detach().numpy(), map_(x.detach().numpy()))
    weights = torch.randn(64, 2, generator=seeded(), dtype=torch.float64)
    (weights * z).sum().backward()
    assert torch.equal(x.grad, weights)
    again = brenier.torch.StraightThrough()
    again.load_state_dict(layer.state_dict())
    assert torch.equal(again(x), z)


def test_straight_through_trains_what_lies_before_it(sampler):
    layer = brenier.torch.StraightThrough(sampler.transport)
    network = torch.nn.Sequential(torch.nn.Linear(3, 2), torch.nn.Sigmoid(), layer)
    network(torch.ones(5, 3)).sum().backward()
    assert network[0].weight.grad.abs().sum() > 0
    assert network(torch.ones(5, 3)).dtype == torch.float32


def test_straight_through_refuses_what_it_cannot_take(sampler):
    layer = brenier.torch.StraightThrough(sampler.map)
    with pytest.raises(TypeError, match=r"x has dtype torch.int64; expected floating point"):
        layer(torch.zeros(3, 2, dtype=torch.int64))
    with pytest.raises(TypeError, match="x is of type ndarray"):
        layer(np.zeros((3, 2)))
    with pytest.raises(ValueError, match=r"x has shape \(3,\); expected \(\.\.\., 2\)"):
        layer(torch.zeros(3))
    with pytest.raises(TypeError, match="expected a ContinuousMap or a Transport"):
        brenier.torch.StraightThrough(sampler)


def test_straight_through_refuses_values_that_are_not_in_the_plane(sampler):
    lifted = brenier.ContinuousMap(
        sampler.transport, values=np.ones((len(sampler.transport.sites), 5))
    )
    with pytest.raises(ValueError, match=r"map goes to values of 5 numbers; expected 2"):
        brenier.torch.StraightThrough(lifted)
    state = brenier.torch.LatentSampler(brenier.LatentSampler(lifted)).state_dict()
    layer = brenier.torch.StraightThrough()
    layer.load_state_dict(state)
    with pytest.raises(ValueError, match=r"map goes to values of 5 numbers"):
        layer(torch.rand(4, 2))


@pytest.mark.parametrize("shape", [(), (5,), (3, 5), (0,), (2, 0, 4)])
def test_points_may_have_any_leading_dimensions(sampler, shape):
    layer = brenier.torch.StraightThrough(sampler.map)
    x = torch.rand(*shape, 2, generator=seeded(), dtype=torch.float64)
    expected = sampler.map(x.reshape(-1, 2).numpy()).reshape(x.shape)
    assert np.array_equal(layer(x).numpy(), expected)
