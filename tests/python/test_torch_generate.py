"""Decoding with a module of torch."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.samplers import Generator, sampler_of

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402


@pytest.fixture(scope="module")
def sampler():
    return sampler_of()


def test_generate_with_a_module_leaves_its_modes_and_its_gradients_alone(sampler):
    network = Generator(None)
    network.layers[0].eval()  # frozen by the caller: not to be woken up
    modes = [module.training for module in network.modules()]
    seen = []
    network.layers[1].register_forward_hook(lambda module, *_: seen.append(module.training))
    images = brenier.generate(network, sampler, 30, rng=0, batch_size=8)
    assert isinstance(images, np.ndarray)
    assert images.shape == (30, 8)
    assert images.dtype == np.float32
    assert not any(seen)
    assert [module.training for module in network.modules()] == modes
    z = torch.from_numpy(sampler.sample(30, rng=0).latents).float()
    assert np.allclose(images, network.layers.eval()(z).detach().numpy())


def test_generate_restores_the_modes_after_an_error(sampler):
    class Broken(torch.nn.Module):
        def forward(self, z):
            raise RuntimeError("mine")

    network = Broken()
    with pytest.raises(RuntimeError, match="mine"):
        brenier.generate(network, sampler, 3)
    assert network.training


@pytest.mark.parametrize("dtype", [torch.float64, torch.float16, torch.bfloat16])
def test_generate_speaks_the_module_s_dtype(sampler, dtype):
    network = torch.nn.Linear(2, 3).to(dtype)
    images = brenier.generate(network, sampler, 4)
    assert images.shape == (4, 3)
    expected = np.float32 if dtype == torch.bfloat16 else torch.empty(0, dtype=dtype).numpy().dtype
    assert images.dtype == expected
    assert brenier.generate(torch.nn.Tanh(), sampler, 4).dtype == np.float32


def test_generate_refuses_a_gradient_that_would_be_lost(sampler):
    weights = torch.ones(2, 3, dtype=torch.float64, requires_grad=True)
    with pytest.raises(TypeError, match="requires grad"):
        brenier.generate(lambda z: torch.from_numpy(z) @ weights, sampler, 3)
    with pytest.raises(TypeError, match=r"x requires grad.*x.detach\(\)"):
        sampler.map(torch.zeros(3, 2, requires_grad=True))
