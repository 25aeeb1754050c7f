"""Networks that hold modules of ours, compiled: in one graph, with the results of plain calls."""

from __future__ import annotations

import copy

import brenier
import pytest
from inputs.samplers import sampler_of
from inputs.sites import random_sites

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


class Decoder(torch.nn.Module):
    def __init__(self, noise):
        super().__init__()
        self.noise = noise
        self.layer = torch.nn.Linear(2, 3)

    def forward(self, like):
        z, index = self.noise(len(like), return_index=True)
        return self.layer(z) + self.layer(self.noise(len(like))), index


def compiled(what):
    torch._dynamo.reset()
    return torch.compile(what, fullgraph=True, backend="aot_eager")


@pytest.fixture(scope="module")
def network():
    return Decoder(brenier.torch.LatentSampler(sampler_of()))


def test_a_network_that_draws_its_own_latents_compiles_in_one_graph(network):
    graph = compiled(network)
    for n in (4, 5, 6):
        torch.manual_seed(n)
        made, index = graph(torch.zeros(n, 1))
        made.sum().backward()
        torch.manual_seed(n)
        expected, expected_index = network(torch.zeros(n, 1))
        assert torch.equal(made, expected)
        assert torch.equal(index, expected_index)


def test_compiled_copies_and_loaded_modules_use_their_own_plans(network):
    other = Decoder(brenier.torch.LatentSampler(sampler_of(seed=1)))
    for module in (other, copy.deepcopy(other), Decoder(brenier.torch.LatentSampler())):
        module.load_state_dict(other.state_dict())
        torch.manual_seed(0)
        made, _ = compiled(module)(torch.zeros(5, 1))
        torch.manual_seed(0)
        assert torch.equal(made, other(torch.zeros(5, 1))[0])
    half = copy.deepcopy(network).half()
    assert compiled(half)(torch.zeros(5, 1))[0].dtype == torch.float16


def test_with_the_default_backend_draws_follow_the_seed(network):
    torch._dynamo.reset()
    draw = torch.compile(network.noise, fullgraph=True)
    torch.manual_seed(0)
    first, second = draw(8), draw(8)
    torch.manual_seed(0)
    assert torch.equal(draw(8), first)
    assert not torch.equal(first, second)


def test_a_generator_breaks_the_graph_and_is_used(network):
    torch._dynamo.reset()
    draw = torch.compile(lambda g: 2 * network.noise(8, g), backend="aot_eager")
    expected = 2 * network.noise(8, torch.Generator().manual_seed(3))
    assert torch.equal(draw(torch.Generator().manual_seed(3)), expected)
    with pytest.raises(Exception, match="works on the host"):
        compiled(lambda g: network.noise(8, g))(torch.Generator())


def test_straight_through_compiles_with_its_gradient():
    layer = brenier.torch.StraightThrough(sampler_of().map)
    x = torch.rand(5, 7, 2, requires_grad=True)
    weights = torch.rand(5, 7, 2)
    made = compiled(layer)(x)
    (weights * made).sum().backward()
    assert torch.equal(made, layer(x))
    assert torch.equal(x.grad, weights)


def test_a_coupling_compiles():
    coupling = brenier.torch.Coupling(brenier.solve(random_sites(30)))
    x0 = torch.rand(50, 2)
    for made, expected in zip(compiled(coupling)(x0), coupling(x0), strict=True):
        assert torch.equal(made, expected)


@pytest.mark.parametrize("with_masses", [False, True])
def test_a_loss_with_wasserstein2_compiles_with_its_gradients(with_masses):
    loss = brenier.torch.Wasserstein2()
    layer, x = torch.nn.Linear(2, 2), torch.rand(9, 2)
    logits = torch.linspace(0, 1, 9).requires_grad_()

    def total():
        return 3 * loss(layer(x), logits.softmax(0) if with_masses else None)

    results = []
    for function in (compiled(total), total):
        layer.zero_grad()
        logits.grad = None
        cost = function()
        cost.backward()
        results.append([cost, layer.weight.grad, *([logits.grad] if with_masses else [])])
    for made, expected in zip(*results, strict=True):
        torch.testing.assert_close(made, expected)
        assert expected.abs().sum() > 0


def test_the_function_wasserstein2_breaks_the_graph_and_works():
    points = torch.rand(9, 2)
    torch._dynamo.reset()
    twice = torch.compile(lambda y: 2 * brenier.torch.wasserstein2(y + 1), backend="aot_eager")
    assert torch.equal(twice(points), 2 * brenier.torch.wasserstein2(points + 1))
    with pytest.raises(Exception, match="Wasserstein2 for wasserstein2"):
        compiled(brenier.torch.wasserstein2)(points)
