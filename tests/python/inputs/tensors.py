"""Tensors that several tests share, and the gradients of the cost in them."""

from __future__ import annotations

import numpy as np
import pytest

torch = pytest.importorskip("torch")

from brenier.torch import wasserstein2  # noqa: E402


def tensor(values, dtype=torch.float64) -> torch.Tensor:
    return torch.tensor(np.asarray(values), dtype=dtype, requires_grad=True)


def gradients(points, masses=None, source=None, **options):
    """Of the cost, in points and in masses, as arrays."""
    y, nu = tensor(points), None if masses is None else tensor(masses)
    wasserstein2(y, nu, source, **options).backward()
    return y.grad.numpy(), None if nu is None else nu.grad.numpy()
