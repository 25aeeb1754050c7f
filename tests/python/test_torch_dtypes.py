"""Dtypes of the transport cost in torch: narrow ones are rounded once, masses by their dtype."""

from __future__ import annotations

import numpy as np
import pytest
from inputs.sites import random_masses, random_sites
from inputs.tensors import tensor

torch = pytest.importorskip("torch")

from brenier.torch import wasserstein2  # noqa: E402


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16])
def test_narrow_dtypes_are_computed_in_float64_and_rounded_once(dtype):
    points = tensor(random_sites(100), dtype)
    masses = tensor(random_masses(100), dtype)
    cost = wasserstein2(points, masses)
    cost.backward()
    exact = masses.detach().double().numpy()
    assert exact.sum() != 1
    y, nu = tensor(points.detach().double()), tensor(exact / exact.sum())
    expected = wasserstein2(y, nu)
    expected.backward()
    assert cost.dtype == points.grad.dtype == masses.grad.dtype == dtype
    assert torch.equal(cost, expected.to(dtype))
    assert torch.equal(points.grad, y.grad.to(dtype))
    assert torch.equal(masses.grad, nu.grad.to(dtype))


def test_gradients_of_a_scaled_loss_are_not_rounded_before_they_are_scaled():
    # 2 ν (y - c) is about 1e-7 here, which half precision can hardly tell from 0.
    points = tensor(random_sites(20_000), torch.float16)
    (4096.0 * wasserstein2(points, tol=1e-3)).backward()
    exact = tensor(points.detach().double())
    wasserstein2(exact, tol=1e-3).backward()
    assert torch.equal(points.grad, (4096.0 * exact.grad).half())
    assert not torch.equal(points.grad, 4096.0 * exact.grad.half())


def test_masses_of_a_large_softmax_in_float32_are_accepted():
    masses = (5 * torch.rand(10**6, generator=torch.Generator().manual_seed(1))).softmax(0)
    assert abs(masses.double().sum().item() - 1) > 10 * torch.finfo(torch.float32).eps
    points = torch.from_numpy(np.tile(random_sites(10), (10**5, 1)))
    assert 0 < wasserstein2(points, masses).item() < 1


@pytest.mark.parametrize(
    ("dtype", "factor"), [(torch.float32, 1 + 1e-4), (torch.bfloat16, 1.1), (torch.float64, 1.001)]
)
def test_masses_off_by_more_than_rounding_are_refused(dtype, factor):
    masses = torch.tensor(factor * np.full(4, 0.25), dtype=dtype)
    with pytest.raises(ValueError, match=r"masses sum to 1.*normalise"):
        wasserstein2(tensor(random_sites(4)), masses)
