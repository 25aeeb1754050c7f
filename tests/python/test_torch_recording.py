"""What records a network for use elsewhere, or transforms it, is refused in clear words."""

from __future__ import annotations

import brenier
import pytest
from inputs.samplers import sampler_of
from inputs.sites import random_sites

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402

MODULES = {
    "LatentSampler": lambda: brenier.torch.LatentSampler(sampler_of()),
    "StraightThrough": lambda: brenier.torch.StraightThrough(sampler_of().map),
    "Coupling": lambda: brenier.torch.Coupling(brenier.solve(random_sites(9))),
    "Wasserstein2": lambda: brenier.torch.Wasserstein2(),
}
TRACERS = {
    "torch.jit.trace": lambda network, x: torch.jit.trace(network, (x,)),
    "torch.export": lambda network, x: torch.export.export(network, (x,)),
    "strict": lambda network, x: torch.export.export(network, (x,), strict=True),
}


class Network(torch.nn.Module):
    """A network that holds one of the modules."""

    def __init__(self, module):
        super().__init__()
        self.module = module
        self.layer = torch.nn.Linear(2, 2)

    def forward(self, x):
        y = self.layer(x)
        if isinstance(self.module, brenier.torch.LatentSampler):
            return y + self.module(x.shape[0])
        return self.module(y)


@pytest.fixture(params=MODULES)
def module(request):
    return MODULES[request.param]()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("tool", TRACERS)
def test_recorders_are_told_that_the_host_cannot_be_recorded(module, tool):
    name = type(module).__name__
    expected = "torch.export" if tool == "strict" else tool
    with pytest.raises(Exception, match=f"{name} works on the host, where {expected} cannot"):
        TRACERS[tool](Network(module), torch.rand(9, 2))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_script_is_refused_for_a_network_that_holds_a_module(module):
    with pytest.raises(RuntimeError, match=r"works on the host, where torch.jit.script cannot"):
        torch.jit.script(torch.nn.Sequential(torch.nn.Linear(2, 2), module))


@pytest.mark.parametrize("name", ["StraightThrough", "Coupling", "Wasserstein2"])
def test_transforms_of_functions_are_refused(name):
    module = MODULES[name]()
    with pytest.raises(RuntimeError, match=f"{name} works on the host, where the transforms"):
        torch.func.vmap(module)(torch.rand(3, 9, 2))
    with pytest.raises(RuntimeError, match=f"{name} works on the host, where the transforms"):
        torch.func.grad(lambda x: module(x).sum())(torch.rand(9, 2))
    with pytest.raises(RuntimeError, match="wasserstein2 works on the host, where the transforms"):
        torch.func.grad(brenier.torch.wasserstein2)(torch.rand(9, 2))


def test_different_latents_for_each_of_a_batch_are_refused_by_name():
    noise = MODULES["LatentSampler"]()
    with pytest.raises(RuntimeError, match="LatentSampler works on the host, where the transforms"):
        torch.func.vmap(lambda x: x + noise(9), randomness="different")(torch.rand(3, 9, 2))


def test_latents_may_be_drawn_in_a_function_whose_gradient_is_taken():
    noise = MODULES["LatentSampler"]()

    def loss(weight):
        torch.manual_seed(0)
        return (noise(9) @ weight).sum()

    torch.manual_seed(0)
    expected = noise(9).sum(dim=0)
    assert torch.allclose(torch.func.grad(loss)(torch.ones(2)), expected)
