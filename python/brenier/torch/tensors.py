"""Tensors that callers hand in, and their values on the host."""

from __future__ import annotations

import torch

from brenier._arguments import shown
from brenier._arrays import FloatArray, as_finite_points

__all__ = ["as_dtype", "as_points_of", "on_host", "require_tensor"]


def as_dtype(dtype: object) -> torch.dtype | None:
    """Check a dtype of floating-point numbers, or None."""
    if dtype is None:
        return None
    if not isinstance(dtype, torch.dtype) or not dtype.is_floating_point:
        raise TypeError(f"dtype is {shown(dtype)}; expected a floating-point torch.dtype")
    return dtype


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


def as_points_of(tensor: torch.Tensor, name: str, dimension: int) -> FloatArray:
    """Copy points (..., d) of a tensor of `require_tensor` into float64 of shape (k, d)."""
    shape = tuple(tensor.shape)
    if not shape or shape[-1] != dimension:
        raise ValueError(f"{name} has shape {shape}; expected (..., {dimension})")
    return as_finite_points(on_host(tensor).reshape(-1, dimension), name, dimension)
