"""How a solve has ended, in a sentence that names the cause."""

from __future__ import annotations

from brenier import _core

__all__ = ["ending"]

_TIMES = 10  # an error up to so many times what rounding may do is put down to it
_NO_CELL = 0.1  # from this error on, rounding may leave a site without a cell


def ending(result: _core.NewtonResult, problem: _core.Problem) -> str:
    """Return the message of the status; if rounding is the cause, with how much and why.

    Parameters
    ----------
    result : _core.NewtonResult
        What the core gave back.
    problem : _core.Problem
        What was solved.

    Returns
    -------
    str
        A sentence or two, without a full stop.
    """
    message, rounding = result.message, result.rounding
    if result.status == "stalled":
        errors, *_ = result.history
        is_rounding = bool(errors[-1] <= _TIMES * rounding)
    else:
        rounding = problem.rounding_of_gap
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
