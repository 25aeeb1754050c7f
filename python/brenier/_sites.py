"""Sites as callers give them: points of the plane or of space, and what to do with other codes."""

from __future__ import annotations

from brenier._arrays import FloatArray, as_points, as_real_array

__all__ = ["as_sites"]


def as_sites(value: object, name: str) -> FloatArray:
    """Copy into C-contiguous float64 of shape (n, 2) or (n, 3).

    Codes of other dimensions are told their way.
    """
    array = as_real_array(value, name)
    if array.ndim == 2 and array.shape[1] == 3:
        return array
    if array.ndim == 2 and array.shape[1] not in (0, 2):
        raise ValueError(
            f"{name} has shape {array.shape}; expected (n, 2) or (n, 3). Codes of other dimensions "
            "are brought to the plane for the transport only: "
            "t = brenier.solve(brenier.embed(codes)), m = brenier.ContinuousMap(t, values=codes); "
            "or take brenier.solve_sampled, for any dimension"
        )
    return as_points(array, name)
