"""How a solve has ended, in a sentence that names the cause."""

from __future__ import annotations

import math

from brenier import _core
from brenier._arrays import FloatArray

__all__ = ["ending"]

_TIMES = 10  # an error up to so many times what rounding may do is put down to it
_TIMES_OF_GAP = 100  # the same for a gap: the nearest sites are that much nearer than most
_NO_CELL = 0.1  # from this error on, rounding may leave a site without a cell


def ending(result: _core.NewtonResult, problem: _core.Problem, sites: FloatArray) -> str:
    """Return the message of the status; if rounding is the cause, with how much and why.

    Parameters
    ----------
    result : _core.NewtonResult
        What the core gave back.
    problem : _core.Problem
        What was solved.
    sites : (n, 2) array
        Its sites.

    Returns
    -------
    str
        A sentence or two, without a full stop.
    """
    message, of_gap = result.message, problem.rounding_of_gap
    errors, *_ = result.history
    if result.tied is not None and errors[-1] > _TIMES_OF_GAP * of_gap:
        return _tied_cause(result.tied, problem, sites)
    if result.status == "stalled":
        rounding = max(result.rounding, of_gap)
        is_rounding = bool(errors[-1] <= _TIMES * rounding)
    else:
        rounding = of_gap
        is_rounding = result.status in ("no_start", "singular_system") and rounding >= _NO_CELL
    if is_rounding:
        return f"{message}: {_rounding_cause(rounding, problem.widest_gap)}"
    if result.status == "no_start":
        return f"{message}: sites are too near to each other for that, or their cells too thin"
    return message


def _rounding_cause(rounding: float, gap: float) -> str:
    cause = f"the rounding of weights may cost an error of {rounding:.1g}"
    if gap > 0.0:
        cause += f", as parts of the source are up to {gap:.3g} apart"
    return f"{cause}; raise tol to that, or more" if rounding < 1.0 else cause


def _tied_cause(
    tied: tuple[int, int, int, float], problem: _core.Problem, sites: FloatArray
) -> str:
    count, *points, rounding = tied
    i, j = sorted(problem.site_of_point(point) for point in points)
    which = "" if count == 1 else f", the worst of {count} pairs,"
    return (
        f"not converged: sites {i} and {j}{which} are {math.dist(sites[i], sites[j]):.2g} apart, "
        f"too near for double precision: rounding of their weights may move {rounding:.1g} of the "
        "mass of one to the other; all else is within tol, their masses together too. Give such "
        "sites as one, with the sum of their masses, or raise tol"
    )
