"""A problem with its arguments converted: what a solve takes, here or in another process."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from brenier import _core
from brenier._arguments import as_count, as_number, as_workers, shown
from brenier._arrays import FloatArray, as_values, read_only
from brenier._endings import ending
from brenier._masses import as_masses
from brenier._sites import as_sites
from brenier.solution import History, Status
from brenier.sources import Source, as_source
from brenier.transport import Transport

__all__ = ["Callback", "Problem"]

Callback = Callable[[_core.StepRecord], object]

_log = logging.getLogger("brenier.solver")
_MOST_STEPS = 2**31 - 1  # that the core counts to


@dataclass(frozen=True, eq=False)
class Problem:
    """Copies of what `brenier.solve` was given: nobody else can change them, and they travel."""

    sites: FloatArray
    masses: FloatArray
    source: Source
    tol: float
    max_iter: int
    start: FloatArray | None
    workers: int
    callback: Callback | None

    @classmethod
    def of(
        cls,
        sites: Any,
        masses: Any,
        source: Any,
        *,
        tol: Any,
        max_iter: Any,
        initial_weights: Any,
        workers: Any,
        callback: Any,
    ) -> Problem:
        """Convert the arguments of `brenier.solve`; raises ValueError and TypeError as that does.

        Whether numbers are finite, and masses sum to 1, the core says in `solve`.
        """
        y = as_sites(sites, "sites")
        n = len(y)
        nu = np.full(n, 1.0 / max(n, 1)) if masses is None else as_masses(masses, "masses", n)
        start = None
        if isinstance(initial_weights, Transport):
            raise TypeError("initial_weights is a Transport; expected its weights: t.weights")
        if initial_weights is not None:
            start = as_values(initial_weights, "initial_weights", n)
        rho, threads = as_source(source, y.shape[1]), as_workers(workers)
        tolerance, steps = _as_tolerance(tol), min(as_count(max_iter, "max_iter"), _MOST_STEPS)
        if callback is not None and not callable(callback):
            raise TypeError(f"callback is {shown(callback)}; expected a function")
        return cls(y, nu, rho, tolerance, steps, start, threads, callback)

    def solve(self) -> Transport:
        """Solve it, with no warning where the tolerance is not reached."""
        sites, masses = read_only(self.sites), read_only(self.masses)
        problem = self.source._problem(sites, masses)
        callback = self.callback
        if _log.isEnabledFor(logging.DEBUG):
            callback = _logged(callback)
        result = problem.solve(self.tol, self.max_iter, self.start, self.workers, callback)
        point_weights = result.point_weights
        error, step, blur, seconds = (read_only(array) for array in result.history)
        transport = Transport(
            sites=sites,
            masses=masses,
            source=self.source,
            weights=read_only(problem.site_weights(point_weights)),
            status=Status(result.status),
            message=ending(result, problem, sites),
            history=History(error, step, blur, seconds, result.coarse_steps),
            _problem=problem,
            _point_weights=read_only(point_weights),
            _workers=self.workers,
        )
        _log_ending(transport)
        return transport

    def shortfall(self, transport: Transport) -> str | None:
        """Say in a sentence how its transport missed the tolerance; None if it did not."""
        if transport.success:
            return None
        return (
            f"{transport.message} (relative error {transport.max_relative_error:.2e} "
            f"after {transport.nit} steps, tol {self.tol:.2e})"
        )


def _logged(callback: Callback | None) -> Callback:
    """A callback that logs each step, and then calls the user's own."""

    def step(state: _core.StepRecord) -> None:
        _log.debug(
            "step %d: relative error %.2e, length %g, blur %g, %.3f s",
            *(state.nit, state.max_relative_error, state.step, state.blur, state.seconds),
        )
        if callback is not None:
            callback(state)

    return step


def _log_ending(t: Transport) -> None:
    if t.history.coarse_steps:
        _log.info("a start was found in %d steps with fewer sites", t.history.coarse_steps)
    _log.log(
        logging.INFO if t.success else logging.WARNING,
        "%d sites: %s; %d steps, relative error %.2e, %.3f s",
        *(len(t.sites), t.message, t.nit, t.max_relative_error, t.history.seconds[-1]),
    )


def _as_tolerance(value: Any) -> float:
    tolerance = as_number(value, "tol")
    if not 0.0 < tolerance <= 1.0:
        raise ValueError(
            f"tol is {tolerance!r}; expected a number over 0, and 1 at most, which is the relative "
            "error of an empty cell"
        )
    return tolerance
