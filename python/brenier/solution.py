"""How a solve went: its status, and its steps."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from brenier._arrays import FloatArray

__all__ = ["History", "Status"]


class Status(str, enum.Enum):
    """How a solve ended."""

    CONVERGED = "converged"
    MAX_ITERATIONS = "max_iterations"
    STALLED = "stalled"
    SINGULAR_SYSTEM = "singular_system"
    STOPPED = "stopped"
    NO_START = "no_start"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True)
class History:
    """What happened in a solve: an entry for the start, then one per step.

    Attributes
    ----------
    error : ndarray of shape (nit + 1,)
        Largest relative error of the masses, under the source.
    step : ndarray of shape (nit + 1,)
        Length of the step in units of Newton's, in (0, 1]; nan for the start. Where a start under
        a blurred source solves the problem as it is, the record of that has 1.
    blur : ndarray of shape (nit + 1,)
        Share of a blurred source in the density under which the step was made: 0 for the source
        alone, as all steps are unless the source is too rough to begin with.
    seconds : ndarray of shape (nit + 1,)
        Time since the beginning.
    coarse_steps : int
        Steps with fewer sites, each standing for a group of them, that were taken before the start
        to find one: none unless the start would else be far from the solution. They are not counted
        as steps, and are `max_iter` more at most.
    """

    error: FloatArray
    step: FloatArray
    blur: FloatArray
    seconds: FloatArray
    coarse_steps: int = 0

    def __len__(self) -> int:
        return len(self.error)
