"""Wasserstein barycentres: sites that stand for several densities at once."""

from __future__ import annotations

import logging
import math
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from brenier._arguments import as_count, as_generator, as_number, as_size, shown
from brenier._arrays import FloatArray, read_only
from brenier._masses import as_masses, as_shares
from brenier._notebook.cards import SitesCard
from brenier.errors import ConvergenceWarning
from brenier.many import require_executor, solutions
from brenier.sources import Source
from brenier.transport import Transport

__all__ = ["Barycenter", "barycenter"]

_log = logging.getLogger(__name__)
_EXPECTED = "brenier sources such as brenier.Raster(picture) or brenier.Gaussian(mean, cov)"
_FOR_POINTS = (
    "for points take brenier.Raster(histogram, bounds) or "
    "brenier.GaussianMixture(points, variances)"
)


@dataclass(frozen=True, eq=False)
class Barycenter(SitesCard):
    """Sites between several densities; made by `brenier.barycenter`.

    Attributes
    ----------
    sites : ndarray of shape (n, 2), in space (n, 3)
        The sites.
    masses : ndarray of shape (n,)
        Their masses, as given.
    cost : float
        Σ_k shares_k W2²(ρ_k, ν) of the sites with their masses ν: squared distances, not halved.
    nit : int
        How often the sites were moved.
    success : bool
        Whether the last move lowered the cost by no more than the tolerance, and all transports
        to the sites were solved.
    """

    sites: FloatArray
    masses: FloatArray
    cost: float
    nit: int
    success: bool

    def __repr__(self) -> str:
        how = "converged" if self.success else "not converged"
        return (
            f"<Barycenter of {len(self.sites)} sites: {how} after {self.nit} moves, "
            f"cost {self.cost:.6g}>"
        )


def barycenter(
    sources: Any,
    shares: Any = None,
    *,
    n: int,
    masses: Any = None,
    tol: float = 1e-6,
    max_iter: int = 100,
    rng: Any = None,
    executor: Any = None,
) -> Barycenter:
    """Find n sites that minimise the mean of their squared distances W2² from several densities.

    Each step moves every site to the mean of the centres of mass of its cells, one under each
    source, which never raises the cost. The result is a local minimum, not always the lowest: start
    from other seeds to see others. With a single source it is `quantize` with given masses.

    Parameters
    ----------
    sources : iterable of Source
        The densities ρ_k, all in the plane, on one periodic box, or in space.
    shares : array_like of shape (k,), optional
        The share of each source, >= 0, with sum 1; equal by default.
    n : int
        How many sites; they are drawn from the source of the largest share to begin with.
    masses : array_like of shape (n,), optional
        Their masses, as for `solve`; equal by default. A site of mass 0 stays where it is.
    tol : float, default 1e-6
        The moves end when one lowers the cost by no more than this part of it. A part of the cost
        is what lies between the sources, which no move can lower.
    max_iter : int, default 100
        The most moves.
    rng : None, int or numpy.random.Generator
        Source of randomness for the first sites.
    executor : concurrent.futures.Executor, optional
        Who solves the transports of a step, one for each source, as in `solve_many`; the sites do
        not depend on it.

    Returns
    -------
    Barycenter

    Raises
    ------
    ValueError
        A number is out of range, or shares or masses have a wrong shape or sum.
    TypeError
        An argument is of a wrong kind; points in the place of a source are, too.

    Warns
    -----
    ConvergenceWarning
        The tolerance was not reached, or a transport to the sites was not solved.

    References
    ----------
    M. Agueh, G. Carlier (2011), Barycenters in the Wasserstein space. SIAM J. Math. Anal. 43(2),
    904-924.

    M. Cuturi, A. Doucet (2014), Fast computation of Wasserstein barycenters. ICML.

    Examples
    --------
    >>> import brenier
    >>> left = brenier.Uniform([(0, 0), (1, 0), (1, 1), (0, 1)])
    >>> right = brenier.Uniform([(4, 0), (7, 0), (7, 3), (4, 3)])
    >>> b = brenier.barycenter([left, right], [0.75, 0.25], n=1)
    >>> b.sites, round(b.cost, 9)
    (array([[1.75, 0.75]]), 5.375)
    """
    require_executor(executor)
    rho = _as_sources(sources)
    lam = _as_shares(shares, len(rho))
    count, generator = as_size(n, "n", least=1), as_generator(rng)
    nu: FloatArray = read_only(
        np.full(count, 1.0 / count) if masses is None else as_masses(masses, "masses", count)
    )
    most, tolerance = as_count(max_iter, "max_iter"), as_number(tol, "tol", least=0.0)
    sites = rho[int(np.argmax(lam))].sample(count, generator)
    rho[0]._problem(sites, nu)  # refuses masses that are none
    counted = [k for k in range(len(rho)) if lam[k] > 0]
    weights: dict[int, FloatArray] = {}
    nit, before = 0, math.inf
    while True:
        problems = [
            {"sites": sites, "masses": nu, "source": rho[k], "initial_weights": weights.get(k)}
            for k in counted
        ]
        transports = dict(zip(counted, _solved(problems, executor), strict=True))
        weights = {k: t.weights for k, t in transports.items()}
        cost = float(sum(lam[k] * t.cost for k, t in transports.items()))
        _log.debug("%d sites after %d moves: cost %.10g", len(sites), nit, cost)
        settled = before - cost <= tolerance * cost
        if settled or nit == most:
            break
        before = cost
        sites = sum(lam[k] * _centres(t) for k, t in transports.items())
        sites = sites if rho[0]._torus is None else rho[0]._torus.wrapped(sites)
        nit += 1
    missed = [k for k, t in transports.items() if not t.success]
    if missed:
        complaint = f"the transport from sources[{missed[0]}]: {transports[missed[0]].message}"
    elif not settled:
        complaint = f"barycenter moved the sites {nit} times and has not reached tol {tolerance:g}"
    if missed or not settled:
        warnings.warn(complaint, ConvergenceWarning, stacklevel=2)
    return Barycenter(read_only(sites), nu, cost, nit, settled and not missed)


def _solved(problems: list[dict[str, Any]], executor: Any) -> list[Transport]:
    transports = []
    for _, outcome in solutions(problems, executor, {}):
        if isinstance(outcome, Exception):
            raise outcome
        transports.append(outcome)
    return transports


def _centres(t: Transport) -> FloatArray:
    """The centre of mass of each cell; of a site without a cell, itself."""
    there = t.diagram._have_centroids[:, np.newaxis]
    return np.where(there, t.centroids, t.sites)


def _as_sources(value: Any) -> list[Source]:
    if isinstance(value, Source):
        raise TypeError(f"sources is {shown(value)}, a single one; expected a list: [source]")
    try:
        sources = list(value)
    except Exception:  # of any kind, as it is the value's own
        raise TypeError(f"sources is {shown(value)}; expected {_EXPECTED}") from None
    if not sources:
        raise ValueError("sources is empty; expected at least one source")
    for k, source in enumerate(sources):
        if not isinstance(source, Source):
            are_points = hasattr(source, "__array__") or isinstance(source, (list, tuple))
            hint = f"; {_FOR_POINTS}" if are_points else ""
            raise TypeError(f"sources[{k}] is {shown(source)}; expected {_EXPECTED}{hint}")
    first = sources[0]
    for k, source in enumerate(sources):
        is_alike = (source.periodic, source.dimension) == (first.periodic, first.dimension)
        if not is_alike or (source.periodic and source.bounds != first.bounds):
            raise ValueError(
                f"sources[{k}] lies {_where(source)}, and sources[0] {_where(first)}; expected all "
                "on one periodic box, all in the plane, or all in space"
            )
    return sources


def _where(source: Source) -> str:
    if source.periodic:
        return f"on the periodic box {source.bounds}"
    return "in the plane" if source.dimension == 2 else "in space"


def _as_shares(value: Any, count: int) -> FloatArray:
    if value is None:
        return np.full(count, 1.0 / count)
    return as_shares(value, count, lambda k: f"shares[{k}]")
