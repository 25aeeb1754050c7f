"""How a solve went: its status, and its steps."""

from __future__ import annotations

import enum
from dataclasses import dataclass

from brenier._arrays import FloatArray, IntArray

__all__ = ["History", "SampledCertificate", "SampledHistory", "Status"]


class Status(str, enum.Enum):
    """How a solve ended."""

    CONVERGED = "converged"
    MAX_ITERATIONS = "max_iterations"
    STALLED = "stalled"
    SINGULAR_SYSTEM = "singular_system"
    STOPPED = "stopped"
    NO_START = "no_start"
    SAMPLES = "samples"

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class SampledHistory:
    """What happened in a sampled solve: an entry for each level, which has samples of its own.

    Attributes
    ----------
    samples : ndarray of shape (levels,)
        How many samples the level was fitted to.
    error : ndarray of shape (levels,)
        The error of the masses on samples that were held out, to choose the smoothing.
    smoothing : ndarray of shape (levels,)
        How soft the borders of cells were that were fitted, in squared units of length, as weights.
    steps : ndarray of shape (levels,)
        Newton steps.
    passes : ndarray of shape (levels,)
        How often samples were scored: all of the level, or fewer on the way to the first.
    scored : ndarray of shape (levels,)
        Samples scored since the beginning, with those held out.
    seconds : ndarray of shape (levels,)
        Time since the beginning.
    """

    samples: IntArray
    error: FloatArray
    smoothing: FloatArray
    steps: IntArray
    passes: IntArray
    scored: IntArray
    seconds: FloatArray

    def __len__(self) -> int:
        return len(self.samples)


@dataclass(frozen=True)
class SampledCertificate:
    """What samples say that no weights were fitted to. Intervals have confidence 0.95.

    Attributes
    ----------
    samples : int
        How many samples there were.
    error : float
        The error of the masses, √(Σ (m_i - ν_i)²/ν_i): its square is estimated without bias, and is
        taken for 0 where it comes out negative.
    error_interval : (float, float)
        Where the error lies.
    dual_value : float
        Kantorovich's dual K(w), at most W2², in squared units of length.
    dual_interval : (float, float)
        Where it lies.
    plan_cost : float
        The cost of a plan from these very samples onto the masses: each goes to its site, but what
        a cell has in excess is spread over those that lack some. Its mean is W2² at least.
    """

    samples: int
    error: float
    error_interval: tuple[float, float]
    dual_value: float
    dual_interval: tuple[float, float]
    plan_cost: float

    @property
    def gap(self) -> float:
        """By how much the plan's cost exceeds the dual value, on the same samples: 0 or more."""
        return self.plan_cost - self.dual_value
