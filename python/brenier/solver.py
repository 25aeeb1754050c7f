"""The solver: weights with which every cell has its target mass."""

from __future__ import annotations

import dataclasses
import warnings
from typing import Any

from brenier import _core
from brenier._arguments import as_flag
from brenier._problem import Callback, Problem
from brenier.errors import ConvergenceWarning
from brenier.progress import import_tqdm
from brenier.sources import Source
from brenier.transport import Transport

__all__ = ["solve"]


def solve(
    sites: Any,
    masses: Any = None,
    source: Source | None = None,
    *,
    tol: float = 1e-8,
    max_iter: int = 100,
    initial_weights: Any = None,
    workers: int = 1,
    callback: Callback | None = None,
    progress: bool = False,
) -> Transport:
    """Solve the semi-discrete optimal transport from a source onto sites.

    A damped Newton method maximises Kantorovich's dual; its gradient and Hessian are computed
    exactly, up to rounding, on power diagrams.

    Parameters
    ----------
    sites : array_like of shape (n, 2), or (n, 3) with the distribution brenier-space
        The target points, anywhere in the plane or in space, and at any scale. Sites at one place,
        and those so near to each other that double precision cannot tell them apart, are treated as
        one with the sum of their masses: `Transport.groups` names them.
    masses : array_like of shape (n,), optional
        The target masses ν_i >= 0, with sum 1; equal by default. A site of mass 0 gets no cell.
        The sum may be off by 1e-9, or by the rounding of the type that they come in: what sums to 1
        in float32 or in float16 is divided by its sum in float64.
    source : Source, optional
        The density to transport; by default uniform on the unit square, or on the unit cube.
    tol : float, default 1e-8
        The largest relative error |m_i - ν_i| / ν_i to accept: over 0, and 1 at most, which is the
        error of an empty cell.
    max_iter : int, default 100
        The largest number of Newton steps, with all sites; and of steps with fewer sites before
        them, if these are asked for a start (``Transport.history.coarse_steps``).
    initial_weights : array_like of shape (n,), optional
        Where to start, for instance the weights of a similar problem. They may leave up to a tenth
        of the cells empty, which are given some mass first. Where they leave more, or where that
        fails, they are not used.
    workers : int, default 1
        Number of threads, -1 for all processors. The results do not depend on it.
    callback : callable, optional
        Called after each step with an object that has the attributes ``nit``,
        ``max_relative_error``, ``step``, ``blur`` and ``seconds``, as in ``Transport.history``;
        raising StopIteration stops the solve.
    progress : bool, default False
        Show a progress bar with step and error (needs tqdm).

    Returns
    -------
    Transport
        The last iterate; its ``success``, ``status`` and ``message`` tell how the solve ended.

    Raises
    ------
    ValueError
        An argument has a wrong shape, is not finite, or is out of range.
    TypeError
        An argument is of a wrong kind.

    Warns
    -----
    ConvergenceWarning
        The tolerance was not reached.

    References
    ----------
    J. Kitagawa, Q. Mérigot, B. Thibert (2019), Convergence of a Newton algorithm for semi-discrete
    optimal transport. J. Eur. Math. Soc. 21(9), 2603-2651.

    Examples
    --------
    >>> import brenier
    >>> t = brenier.solve([(0.25, 0.5), (0.75, 0.5)], masses=[0.25, 0.75])
    >>> t.diagram.masses.round(6)
    array([0.25, 0.75])
    >>> t([(0.2, 0.3), (0.3, 0.3)])
    array([[0.25, 0.5 ],
           [0.75, 0.5 ]])
    """
    problem = Problem.of(
        sites,
        masses,
        source,
        tol=tol,
        max_iter=max_iter,
        initial_weights=initial_weights,
        workers=workers,
        callback=callback,
    )
    if as_flag(progress, "progress"):
        with _ProgressBar(problem.callback, problem.tol) as bar:
            transport = dataclasses.replace(problem, callback=bar).solve()
    else:
        transport = problem.solve()
    shortfall = problem.shortfall(transport)
    if shortfall is not None:
        warnings.warn(shortfall, ConvergenceWarning, stacklevel=2)
    return transport


class _ProgressBar:
    """A callback that shows each step on a tqdm bar, then calls the user's own."""

    def __init__(self, callback: Callback | None, tol: float) -> None:
        self._callback, self._tol = callback, tol
        self._bar = import_tqdm()(desc="solve", unit=" steps")

    def __enter__(self) -> _ProgressBar:
        return self

    def __exit__(self, *exception: object) -> None:
        self._bar.close()

    def __call__(self, state: _core.StepRecord) -> None:
        self._bar.set_postfix_str(
            f"error {state.max_relative_error:.1e} (tol {self._tol:.0e}), step {state.step:g}",
            refresh=False,
        )
        self._bar.update()
        if self._callback is not None:
            self._callback(state)
