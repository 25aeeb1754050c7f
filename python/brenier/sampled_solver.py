"""The solver for sampled sources, in any dimension."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from brenier._arguments import (
    as_count,
    as_flag,
    as_generator,
    as_number,
    as_workers,
    shown,
)
from brenier._arrays import FloatArray, as_values
from brenier._sampled.levels import SampledRecord
from brenier._sampled.problem import as_sampled_masses, as_sampled_sites
from brenier._sampled.solving import MOST_SAMPLES, Callback, SampledProblem
from brenier._sampled.sources import as_sampled_source
from brenier.errors import ConvergenceWarning
from brenier.progress import import_tqdm
from brenier.sampled_transport import SampledTransport

__all__ = ["solve_sampled"]

_LEAST_TOL = 1e-9  # far below what any number of samples tells


def solve_sampled(
    sites: Any,
    masses: Any = None,
    source: Any = "normal",
    *,
    tol: float = 0.1,
    max_samples: int | None = None,
    rng: Any = None,
    initial_weights: Any = None,
    workers: int = 1,
    device: Any = None,
    callback: Callback | None = None,
    progress: bool = False,
) -> SampledTransport:
    """Solve the optimal transport from a sampled source onto sites, in any dimension.

    Newton's method on samples of the source, more of them from level to level: each is shared among
    its best sites, more and more sharply. How well the masses fit is told by fresh samples, to
    which nothing was fitted. For sites in the plane `solve` is exact; to draw new codes like given
    ones, a map lifted from the plane is better (`ContinuousMap` with values).

    Parameters
    ----------
    sites : array_like of shape (n, d)
        The target points, in any dimension d >= 1. Those at one place share a cell.
    masses : array_like of shape (n,), optional
        The target masses ν_i >= 0, with sum 1; equal by default. A site of mass 0 gets no cell.
    source : {"normal", "uniform"}, Source or callable
        The law to transport: the standard normal law of d numbers, the uniform law on the unit
        cube, a source of the library, or a function ``(n, rng)`` that returns n points (n, d).
    tol : float, default 0.1
        The error of the masses to accept, √(Σ (m_i - ν_i)²/ν_i) on fresh samples: for equal masses
        the relative root mean square error. The number of samples grows like n/tol². From 1e-9 to
        1, though less than a few thousandths is out of reach.
    max_samples : int, optional
        The most samples that are fitted at once; by default as many as `tol` needs, and 2^24 at
        most.
    rng : None, int or numpy.random.Generator
        Source of randomness; the same seed gives the same transport.
    initial_weights : array_like of shape (n,) or SampledTransport, optional
        Where to start, for instance weights of a similar problem; nan for sites that are new, which
        are given a cell first. The weights of a transport are those of the sites that it has too.
        Where cells are farther from their masses with them than with the own start, that is taken.
    workers : int, default 1
        Number of threads, -1 for all processors, of what is not BLAS; the results do not depend on
        it. BLAS has its own setting, ``OPENBLAS_NUM_THREADS`` for instance.
    device : str or torch.device, optional
        Where scores are computed and the best are chosen, by torch: ``"cuda"`` for instance. By
        default numpy does it.
    callback : callable, optional
        Called after each level with an object that has the attributes ``level``, ``samples``,
        ``error``, ``smoothing``, ``steps``, ``passes``, ``scored`` and ``seconds``, as in
        ``SampledTransport.history``; raising StopIteration stops the solve.
    progress : bool, default False
        Show a progress bar with samples and error (needs tqdm).

    Returns
    -------
    SampledTransport
        The last iterate; its ``success``, ``status`` and ``message`` tell how the solve ended, and
        its ``error`` and ``error_interval`` what is certain about it.

    Raises
    ------
    ValueError
        An argument has a wrong shape, is not finite, or is out of range; so for what a function
        returns that is the source.
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
    >>> import brenier, numpy as np
    >>> codes = np.random.default_rng(0).normal(size=(100, 16))
    >>> t = brenier.solve_sampled(codes, rng=0)
    >>> t.success, t.error < 0.1
    (True, True)
    >>> noise, index = t.sample(5, rng=1)
    >>> noise.shape, index.shape
    ((5, 16), (5,))
    """
    y = as_sampled_sites(sites, "sites")
    law = as_sampled_source(source, y.shape[1])
    tolerance = as_number(tol, "tol")
    if not _LEAST_TOL <= tolerance <= 1.0:
        raise ValueError(
            f"tol is {tolerance!r}; expected a number from {_LEAST_TOL:g} to 1: the error of "
            "masses, of which samples tell a few per cent"
        )
    most = MOST_SAMPLES if max_samples is None else as_count(max_samples, "max_samples", 1)
    if callback is not None and not callable(callback):
        raise TypeError(f"callback is {shown(callback)}; expected a function")
    problem = SampledProblem(
        y,
        as_sampled_masses(masses, len(y)),
        law,
        tolerance,
        most,
        as_workers(workers),
        _as_device(device),
        as_generator(rng),
    )
    start = _as_start(initial_weights, problem)
    if as_flag(progress, "progress"):
        with import_tqdm()(desc="solve_sampled", unit=" levels") as bar:
            transport = problem.solve(start, _showing(bar, callback, tolerance))
    else:
        transport = problem.solve(start, callback)
    if not transport.success:
        warnings.warn(transport.message, ConvergenceWarning, stacklevel=2)
    return transport


def _as_start(value: Any, problem: SampledProblem) -> FloatArray | None:
    """Weights of the cells to start from; nan where a cell is new."""
    if value is None:
        return None
    n = len(problem.sites)
    if isinstance(value, SampledTransport):
        if value.sites.shape[1] != problem.sites.shape[1]:
            raise ValueError(
                f"initial_weights is a transport in {value.sites.shape[1]} dimensions; expected "
                f"{problem.sites.shape[1]}, as sites have"
            )
        known = {y.tobytes(): w for y, w in zip(value.sites + 0.0, value.weights, strict=True)}
        weights = np.array([known.get(y.tobytes(), np.nan) for y in problem.sites + 0.0])
    else:
        weights = as_values(value, "initial_weights", n)
        if np.isinf(weights).any():
            k = int(np.argmax(np.isinf(weights)))
            raise ValueError(
                f"initial_weights[{k}] is {float(weights[k])!r}; expected a finite number, or nan "
                "for a site that is new"
            )
    own = weights[problem.cells.site]
    return None if np.isnan(own).all() else own


def _as_device(value: Any) -> Any:
    if value is None:
        return None
    try:
        from brenier._sampled.torch_scoring import as_device
    except ImportError as error:
        raise ImportError("device needs torch: pip install torch") from error
    return as_device(value)


def _showing(bar: Any, callback: Callback | None, tol: float) -> Callback:
    """Make a callback that shows each level on a tqdm bar, then calls the user's own."""

    def show(record: SampledRecord) -> None:
        bar.set_postfix_str(
            f"{record.samples} samples, error {record.error:.2g} (tol {tol:.2g})", refresh=False
        )
        bar.update()
        if callback is not None:
            callback(record)

    return show
