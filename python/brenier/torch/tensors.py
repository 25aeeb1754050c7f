"""Tensors that callers hand in, and their values on the host."""

from __future__ import annotations

import torch

from brenier._arrays import FloatArray

__all__ = ["on_host", "require_tensor"]


def require_tensor(value: object, name: str) -> torch.Tensor:
    """Check that an argument is a dense tensor of floating-point numbers."""
    if not isinstance(value, torch.Tensor):
        kind = type(value).__name__
        raise TypeError(f"{name} is of type {kind}; expected a tensor: torch.as_tensor({name})")
    if not value.is_floating_point():
        raise TypeError(f"{name} has dtype {value.dtype}; expected floating point: {name}.double()")
    if value.layout is not torch.strided or value.is_meta:
        raise TypeError(
            f"{name} has layout {value.layout} on device {value.device}; expected a dense tensor "
            "with values"
        )
    return value


def on_host(tensor: torch.Tensor) -> FloatArray:
    """Copy the values of a tensor of `require_tensor`, or share them, as float64."""
    array: FloatArray = tensor.detach().cpu().double().resolve_neg().numpy()
    return array
