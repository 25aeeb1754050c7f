"""A sampler of a lifted map as a module: its values go where its state goes."""

from __future__ import annotations

import copy
import io

import brenier
import numpy as np
import pytest

torch = pytest.importorskip("torch")

from brenier.torch import LatentSampler  # noqa: E402
from inputs.sites import random_sites  # noqa: E402


@pytest.fixture(scope="module")
def module():
    values = np.random.default_rng(0).normal(size=(200, 16)).astype(np.float32)
    m = brenier.ContinuousMap(brenier.solve(random_sites(200)), values=values, quantile=0.9)
    return LatentSampler(brenier.LatentSampler(m, singular="snap", local=0.3))


def drawn(module):
    return module(64, generator=torch.Generator().manual_seed(0))


def test_latents_have_the_width_of_the_values(module):
    z = drawn(module)
    assert z.shape == (64, 16)
    assert z.dtype == torch.get_default_dtype()
    assert drawn(copy.deepcopy(module).double()).dtype == torch.float64


def test_the_state_has_the_values_the_blend_and_the_noise(module):
    other = LatentSampler()
    other.load_state_dict(module.state_dict())
    assert torch.equal(drawn(other), drawn(module))
    file = io.BytesIO()
    torch.save(module.half().state_dict(), file)
    file.seek(0)
    other = LatentSampler()
    other.load_state_dict(torch.load(file))
    module.float()
    assert torch.equal(drawn(other), drawn(module))
    sampler, again = module.sampler, other.sampler
    assert again.local == 0.3
    assert again.singular == "snap"
    assert again.map.blend == "spread"
    assert again.map.values.dtype == np.float32
    assert np.array_equal(again.map.values, sampler.map.values)
    assert torch.equal(drawn(copy.deepcopy(module)), drawn(module))
