"""The transport cost as a function of tensors, exact and with exact gradients."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np
import torch

from brenier._arrays import FloatArray
from brenier.solver import solve
from brenier.sources import Source, as_source
from brenier.torch import operators
from brenier.torch.host import HostModule, outside_of_graphs, refuse_recording, refuse_transforms
from brenier.torch.tensors import require_tensor
from brenier.torch.transport_cost import TransportCost, cost_and_gradients
from brenier.transport import Transport

__all__ = ["Wasserstein2", "wasserstein2"]

_OPTIONS = [
    name
    for name, parameter in inspect.signature(solve).parameters.items()
    if parameter.kind is inspect.Parameter.KEYWORD_ONLY
]


def wasserstein2(
    points: torch.Tensor,
    masses: torch.Tensor | None = None,
    source: Source | None = None,
    **solve_options: Any,
) -> torch.Tensor:
    """Compute the cost W2² of the optimal transport from a source onto points, with gradients.

    The source is not sampled: value and gradients are those of the semi-discrete problem, and
    the gradients come with the solve.

    Parameters
    ----------
    points : Tensor of shape (n, 2), or (n, 3) with brenier-space
        The points y_i, of a floating-point dtype, on any device.
    masses : Tensor of shape (n,), optional
        Their masses ν_i >= 0, with sum 1; equal by default. A sum that is off by 1e-5, or by the
        rounding of a narrow dtype, is divided out.
    source : Source, optional
        The density to transport; by default uniform on the unit square or cube.
    **solve_options
        Options of `brenier.solve`: ``tol``, ``max_iter``, ``initial_weights``, ``workers``,
        ``callback``, ``progress``.

    Returns
    -------
    Tensor of shape ()
        Σ_i ∫ |x - y_i|² ρ over L_i, squared distance and not halved, with the dtype and the device
        of `points`. It is computed on the host in float64, from a copy.

    Raises
    ------
    TypeError
        `points` or `masses` is no tensor of a floating-point dtype, or an option is unknown.
    ValueError
        A shape is wrong, a number is not finite, or masses are negative or do not sum to 1.

    Warns
    -----
    ConvergenceWarning
        The tolerance was not reached.

    Notes
    -----
    The gradient in y_i is 2 ν_i (y_i - c_i), c_i the centre of mass of the cell L_i. Where points
    with mass coincide, or nearly so (`brenier.Transport.groups`), the cost has a kink; the gradient
    there is the one for points that stay together, with the centre of their common cell.

    The gradient in ν_i is Kantorovich's potential w_i. As masses sum to 1, it is defined up to a
    constant, and given with Σ ν_i w_i = 0: the derivative of the cost of the masses divided by
    their sum. It is meant for masses that come out of a softmax or a division; moving masses along
    it alone changes their sum. Where ν_i = 0 it is the derivative for a mass that grows from 0.

    A second derivative raises RuntimeError.

    References
    ----------
    F. de Goes, K. Breeden, V. Ostromoukhov, M. Desbrun (2012), Blue noise through optimal
    transport. ACM Trans. Graph. 31(6).

    Examples
    --------
    Gradient steps of length 1 / (2 ν) send every point to the centre of its cell: Lloyd's method,
    here for the quantisation of the square by points of equal masses.

    >>> import brenier.torch, torch
    >>> generator = torch.Generator().manual_seed(0)
    >>> points = torch.rand(100, 2, dtype=torch.float64, generator=generator).requires_grad_()
    >>> optimizer = torch.optim.SGD([points], lr=100 / 2)
    >>> costs = []
    >>> for _ in range(50):
    ...     optimizer.zero_grad()
    ...     cost = brenier.torch.wasserstein2(points)
    ...     cost.backward()
    ...     optimizer.step()
    ...     costs.append(cost.item())
    >>> print(f"{costs[0]:.4f} -> {costs[-1]:.4f}")
    0.0067 -> 0.0017
    """
    return _cost(points, masses, source, solve_options)


@outside_of_graphs
def _cost(
    points: torch.Tensor,
    masses: torch.Tensor | None,
    source: Source | None,
    options: dict[str, Any],
) -> torch.Tensor:
    refuse_recording("wasserstein2")
    _require_options(options)
    _require_shapes(points, masses)
    refuse_transforms("wasserstein2", points, masses)

    def solver(y: FloatArray, nu: FloatArray | None) -> Transport:
        return solve(y, nu, source, **options)

    cost: torch.Tensor = TransportCost.apply(points, masses, solver)
    return cost


class Wasserstein2(HostModule):
    """`wasserstein2` as a module, for a loop in which the points move: each solve starts warm.

    A solve starts from the weights of the last one, if that had as many points. Weights belong to
    their points: when these have moved or grown as a whole, the weights are changed so that the
    cells stay. Points that all moved alike then take no step at all, and points that moved little
    take fewer: in loops with Adam on clustered points, or on points away from the source, half of
    the steps or less; where cold starts are fast, with uniform points or Lloyd's steps, one less of
    three or four. Points that moved further than they are apart, or others, gain nothing. The
    results agree with those of a cold start to the tolerance of the solve.

    The last points and weights are copied and pickled with the module. They are no part of
    `state_dict`, as they change no result.

    Parameters
    ----------
    masses : Tensor of shape (n,), optional
        Masses for calls without any; equal ones if None. A buffer: it is in `state_dict`, follows
        the module to other devices and dtypes, and gets no gradient.
    source : Source, optional
        The density to transport; by default uniform on the unit square or cube.
    **solve_options
        Options of `brenier.solve`; ``initial_weights`` are for the first solve.

    Raises
    ------
    TypeError
        `masses` is no tensor of a floating-point dtype or requires grad, `source` is no source, or
        an option is unknown.
    ValueError
        `masses` does not have one dimension.

    Examples
    --------
    >>> import brenier.torch, torch
    >>> loss = brenier.torch.Wasserstein2(tol=1e-6)
    >>> points = torch.rand(100, 2, generator=torch.Generator().manual_seed(0)).requires_grad_()
    >>> optimizer = torch.optim.Adam([points], lr=0.01)
    >>> for _ in range(50):
    ...     optimizer.zero_grad()
    ...     cost = loss(points)
    ...     cost.backward()
    ...     optimizer.step()
    >>> print(f"{cost.item():.4f}")
    0.0017
    """

    masses: torch.Tensor | None

    def __init__(
        self,
        masses: torch.Tensor | None = None,
        source: Source | None = None,
        **solve_options: Any,
    ) -> None:
        super().__init__()
        _require_options(solve_options)
        if masses is not None:
            if require_tensor(masses, "masses").ndim != 1:
                raise ValueError(f"masses has shape {tuple(masses.shape)}; expected (n,)")
            if masses.requires_grad:
                raise TypeError(
                    "masses requires grad, which a buffer does not get; give it to each call, "
                    "or pass masses.detach()"
                )
            masses = masses.clone()
        self.register_buffer("masses", masses)
        # None is the unit square or the unit cube, as points want it.
        dimension = getattr(source, "dimension", 2)
        self.source = None if source is None else as_source(source, dimension)
        self.solve_options = solve_options
        self._last: tuple[FloatArray, FloatArray] | None = None

    def forward(self, points: torch.Tensor, masses: torch.Tensor | None = None) -> torch.Tensor:
        """Compute the cost as `wasserstein2` does.

        Parameters
        ----------
        points : Tensor of shape (n, 2), or (n, 3) with brenier-space
            The points.
        masses : Tensor of shape (n,), optional
            Their masses; by default those of the module.

        Returns
        -------
        Tensor of shape ()
        """
        masses = self.masses if masses is None else masses
        refuse_recording("Wasserstein2")
        _require_shapes(points, masses)
        if torch.compiler.is_compiling():
            return operators.transport_cost(points, masses, self._key)[0]
        refuse_transforms("Wasserstein2", points, masses)
        cost: torch.Tensor = TransportCost.apply(points, masses, self._solve)
        return cost

    def _cost_and_gradients(
        self, points: torch.Tensor, masses: torch.Tensor | None
    ) -> tuple[torch.Tensor, ...]:
        """Solve, for a compiled graph: the cost and both gradients; an empty one for no masses."""
        cost, in_points, in_masses = cost_and_gradients(
            points, masses, self._solve, True, masses is not None
        )
        assert in_points is not None
        if in_masses is None:
            in_masses = torch.zeros(len(points), dtype=torch.float64)
        return cost, in_points, in_masses

    def _solve(self, y: FloatArray, nu: FloatArray | None) -> Transport:
        options = dict(self.solve_options)
        if self._last is not None and self._last[0].shape == y.shape:
            # On a torus, points that all move alike keep their weights.
            is_torus = self.source is not None and self.source.periodic
            last = self._last[1] if is_torus else _moved_weights(*self._last, y)
            options["initial_weights"] = last
        t = solve(y, nu, self.source, **options)
        self._last = t.sites, t.weights
        return t

    def extra_repr(self) -> str:
        """Name the source and the options, for `repr`."""
        source = "uniform" if self.source is None else repr(self.source)
        return ", ".join([source, *(f"{k}={v}" for k, v in self.solve_options.items())])


def _moved_weights(y: FloatArray, w: FloatArray, moved: FloatArray) -> FloatArray:
    """Weights for points that have moved, exact if they moved by y ↦ r y + b, r >= 0.

    Cells stay when u becomes r u + ⟨x, b⟩. About the mean of the points, with y ↦ r y + b, that is
    w ↦ r (w + 2⟨b, y⟩ + (r - 1)|y|²) up to a constant. The best r is found by least squares; points
    that have nothing to do with the last ones have one near 0, and with it the weights of a cold
    start.
    """
    mean, moved_mean = y.mean(axis=0), moved.mean(axis=0)
    offsets, b = y - mean, moved_mean - mean
    squares = np.sum(offsets**2, axis=1)
    total = float(squares.sum())
    r = max(0.0, float(np.sum(offsets * (moved - moved_mean))) / total) if total > 0 else 1.0
    weights: FloatArray = r * (w + 2.0 * offsets @ b + (r - 1.0) * squares)
    return weights


def _require_options(options: dict[str, Any]) -> None:
    for name in options:
        if name not in _OPTIONS:
            raise TypeError(
                f"{name} is no option of brenier.solve here; expected one of {', '.join(_OPTIONS)}"
            )


def _require_shapes(points: torch.Tensor, masses: torch.Tensor | None) -> None:
    shape = tuple(require_tensor(points, "points").shape)
    if len(shape) != 2 or shape[1] not in (2, 3):
        raise ValueError(f"points has shape {shape}; expected (n, 2), or (n, 3) in space")
    if masses is not None and require_tensor(masses, "masses").shape != (shape[0],):
        raise ValueError(
            f"masses has shape {tuple(masses.shape)}; expected ({shape[0]},), one per point"
        )
