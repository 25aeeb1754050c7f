"""The errors of Newton's steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from brenier._arguments import shown
from brenier.plot._axes import BLUE, INK, ORANGE, axes_or_new, require_matplotlib

if TYPE_CHECKING:
    from matplotlib.axes import Axes


class _HasHistory(Protocol):
    @property
    def history(self) -> Any: ...


def convergence(t: _HasHistory, ax: Axes | None = None) -> Axes:
    """Draw the relative error of every Newton step; damped steps are hollow, with their length.

    Steps that were made under a blurred source lie on a grey band.

    Parameters
    ----------
    t : Transport
        Its ``history`` holds the errors and the step lengths.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if None.

    Returns
    -------
    Axes
        With a logarithmic error axis. Errors below the rounding error 2.2e-16, which have no
        place on it, are drawn there.

    Raises
    ------
    ImportError
        If matplotlib is not installed.

    Examples
    --------
    >>> t = brenier.solve(np.random.default_rng(0).random((100, 2)))
    >>> ax = brenier.plot.convergence(t)
    """
    require_matplotlib()
    from matplotlib.ticker import MaxNLocator

    if not hasattr(getattr(t, "history", None), "step"):
        raise TypeError(f"t is {shown(t)}; expected a Transport, which has a history of steps")
    error = np.maximum(np.asarray(t.history.error, float), np.finfo(float).eps)
    step = np.asarray(t.history.step, float)
    damped = step < 1
    number = np.arange(len(error))
    ax = axes_or_new(ax)
    ax.semilogy(number, error, "-", color=BLUE, linewidth=1.5)
    ax.semilogy(number[~damped], error[~damped], "o", color=BLUE, label="full step (τ = 1)")
    if damped.any():
        ax.semilogy(
            number[damped],
            error[damped],
            "o",
            color=ORANGE,
            markerfacecolor="white",
            label="damped step (τ < 1)",
        )
        for k in np.flatnonzero(damped & (np.roll(step, 1) != step)):
            ax.annotate(
                f"τ = {step[k]:.2g}",
                (number[k], error[k]),
                textcoords="offset points",
                xytext=(7, 5),
                fontsize="small",
                color=ORANGE,
            )
    blurred = number[np.asarray(t.history.blur) > 0]
    if blurred.size:
        ax.axvspan(
            blurred[0] - 0.5, blurred[-1] + 0.5, color=INK, alpha=0.08, label="source blurred"
        )
    if damped.any() or blurred.size:
        ax.legend(frameon=False)
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    ax.grid(True, alpha=0.3)
    ax.set_xlabel("Newton step")
    ax.set_ylabel("largest relative error of a cell's mass")
    return ax
