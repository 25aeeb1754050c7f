"""The node of torch's graph that solves a transport: its value, and its two gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch

from brenier._arrays import FloatArray
from brenier._masses import rounding_of_sum
from brenier.torch.gradients import gradient_in_masses, gradient_in_points
from brenier.torch.tensors import on_host
from brenier.transport import Transport

__all__ = ["Solve", "TransportCost", "cost_and_gradients", "scaled"]

_SMALL_DIFFERENCE = 1e-5

Solve = Callable[[FloatArray, "FloatArray | None"], Transport]


class TransportCost(torch.autograd.Function):
    """W2² of the points (n, 2) with masses (n,) or None, by a solver that takes both as arrays.

    Of the solve it keeps nothing but the gradients, on the host.
    """

    @staticmethod
    def forward(
        ctx: Any, points: torch.Tensor, masses: torch.Tensor | None, solve: Solve
    ) -> torch.Tensor:
        """Solve; prepare the gradients that will be asked for."""
        cost, *gradients = cost_and_gradients(points, masses, solve, *ctx.needs_input_grad[:2])
        ctx.save_for_backward(points, masses, *gradients)
        return cost

    @staticmethod
    def backward(ctx: Any, grad_output: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        """Scale the gradients."""
        points, masses, *gradients = ctx.saved_tensors
        in_points, in_masses = (
            None if gradient is None else _FirstDerivative.apply(gradient, points, masses)
            for gradient in gradients
        )
        return (
            None if in_points is None else scaled(grad_output, in_points, points),
            None if in_masses is None else scaled(grad_output, in_masses, masses),
            None,
        )


def cost_and_gradients(
    points: torch.Tensor,
    masses: torch.Tensor | None,
    solve: Solve,
    in_points: bool,
    in_masses: bool,
) -> tuple[torch.Tensor, torch.Tensor | None, torch.Tensor | None]:
    """Solve: the cost like `points`, and those gradients that are asked for, as on the host."""
    t = _solved(points, masses, solve)
    # The dual value, not the primal cost: its derivative in the weights is ν - m, so what the
    # solve leaves of that enters by its square. In the primal it enters as it is, as w·(ν - m),
    # and a finite difference of width 1e-6 would show the solver's tolerance.
    return (
        torch.tensor(t.dual_value, dtype=points.dtype).to(points.device),
        torch.from_numpy(gradient_in_points(t)) if in_points else None,
        torch.from_numpy(gradient_in_masses(t)) if in_masses else None,
    )


def scaled(factor: torch.Tensor, gradient: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
    """Multiply a gradient of `cost_and_gradients`, and make it one of the tensor `like`.

    It is rounded once, after the product: 2 ν may be too small for half precision where its product
    with the scale of a scaled loss is not.
    """
    return (factor.cpu().double() * gradient).to(like.dtype).to(like.device)


class _FirstDerivative(torch.autograd.Function):
    """A gradient that knows what it depends on, and so cannot be taken for a constant.

    torch's own `once_differentiable` does take it for one, silently, in a penalty on the gradient
    of a cost.
    """

    @staticmethod
    def forward(ctx: Any, gradient: torch.Tensor, *inputs: torch.Tensor | None) -> torch.Tensor:
        return gradient.view_as(gradient)

    @staticmethod
    def backward(ctx: Any, grad_output: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        raise RuntimeError("wasserstein2 has first derivatives only; it was differentiated twice")


def _solved(points: torch.Tensor, masses: torch.Tensor | None, solve: Solve) -> Transport:
    nu = None if masses is None else _host_masses(masses)
    try:
        return solve(on_host(points), nu)
    except ValueError as error:
        # The solver's sites are the caller's points.
        message = str(error)
        if not message.startswith(("sites[", "sites:")):
            raise
        raise ValueError("points" + message[len("sites") :]) from error


def _host_masses(masses: torch.Tensor) -> FloatArray:
    """Masses as float64, made to sum to 1 when they nearly do.

    Narrow ones do so but for rounding; those that a derivative is tried on by finite differences,
    but for the difference.
    """
    nu = on_host(masses)
    limits = torch.finfo(masses.dtype)
    rounding = rounding_of_sum(len(nu), limits.eps, limits.tiny)
    total = float(nu.sum())
    return nu / total if abs(total - 1.0) <= max(rounding, _SMALL_DIFFERENCE) else nu
