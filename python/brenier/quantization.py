"""Optimal quantisation: the best few points to stand for a density, by Lloyd's method."""

from __future__ import annotations

import logging
import math
import numbers
import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np

from brenier._arguments import as_choice, as_count, as_flag, as_generator, as_number, as_size
from brenier._arrays import FloatArray, as_finite_points, read_only
from brenier._masses import as_masses
from brenier._notebook.cards import SitesCard
from brenier._space import points_dimension
from brenier.errors import ConvergenceWarning
from brenier.power_diagram import PowerDiagram
from brenier.progress import progress_bar
from brenier.solver import solve
from brenier.sources import Source, as_source

__all__ = ["Quantization", "quantize"]

_log = logging.getLogger(__name__)
_KINDS = ("free", "equal")


@dataclass(frozen=True, eq=False)
class Quantization(SitesCard):
    """Sites that stand for a density; made by `brenier.quantize`.

    Attributes
    ----------
    sites : ndarray of shape (n, 2), in space (n, 3)
        The sites.
    masses : ndarray of shape (n,)
        The mass that each stands for.
    cost : float
        W2² between the source and the sites with their masses: squared distance, not halved.
    nit : int
        How often the sites were moved.
    success : bool
        Whether the last move lowered the cost by no more than the tolerance, and the cells have
        their masses.
    diagram : PowerDiagram
        The cells that the sites stand for.
    """

    sites: FloatArray
    masses: FloatArray
    cost: float
    nit: int
    success: bool
    diagram: PowerDiagram

    def __repr__(self) -> str:
        how = "converged" if self.success else "not converged"
        return (
            f"<Quantization by {len(self.sites)} sites: {how} after {self.nit} moves, "
            f"cost {self.cost:.6g}>"
        )


def quantize(
    n_or_sites: Any,
    source: Source | None = None,
    *,
    masses: Any = "free",
    max_iter: int = 100,
    tol: float = 1e-4,
    rng: Any = None,
    progress: bool = False,
) -> Quantization:
    """Find sites that stand for a density, at a low transport cost, by Lloyd's method.

    Each step moves all sites to the centres of mass of their cells, which never raises the cost.
    The result is a local optimum, near which steps get short: for a picture of evenly spread
    points, some tens of steps are enough.

    Parameters
    ----------
    n_or_sites : int or array_like of shape (n, 2), in space (n, 3)
        How many sites, drawn from the source to begin with; or where they begin.
    source : Source, optional
        The density; by default uniform on the unit square, or on the unit cube for sites in space.
        If it is periodic, so are the sites: copies of the box side by side have no seam.
    masses : {"free", "equal"} or array_like of shape (n,)
        Whether each site stands for what is nearest to it, its Voronoi cell, or all stand for the
        same mass, in power cells; or the mass that each stands for, as for `solve`: >= 0, with sum
        1. A site of mass 0 stays where it is.
    max_iter : int, default 100
        The most moves.
    tol : float, default 1e-4
        The moves end when one lowers the cost by no more than this part of it.
    rng : None, int or numpy.random.Generator
        Source of randomness for the first sites.
    progress : bool, default False
        Show a progress bar (needs tqdm).

    Returns
    -------
    Quantization
        A site whose cell is empty stays where it is, with mass 0.

    Raises
    ------
    ValueError
        A number is out of range, there is no such kind of masses, their shape or their sum is
        wrong, or a site is not finite.
    TypeError
        An argument is of a wrong kind.

    Warns
    -----
    ConvergenceWarning
        The tolerance was not reached, or the cells of the masses were not found.

    References
    ----------
    S. P. Lloyd (1982), Least squares quantization in PCM. IEEE Trans. Inf. Theory 28(2), 129-137.

    F. de Goes, K. Breeden, V. Ostromoukhov, M. Desbrun (2012), Blue noise through optimal
    transport. ACM Trans. Graph. 31(6).

    Examples
    --------
    >>> import brenier
    >>> q = brenier.quantize(1)
    >>> q.sites, round(q.cost, 12)
    (array([[0.5, 0.5]]), 0.166666666667)
    >>> q = brenier.quantize([(0.3, 0.5), (0.9, 0.5)], masses=[0.75, 0.25])
    >>> q.sites.round(6)
    array([[0.375, 0.5  ],
           [0.875, 0.5  ]])
    """
    rho = as_source(source, _dimension(n_or_sites, source))
    if masses is None or isinstance(masses, str):
        as_choice(masses, "masses", _KINDS)
    most, tolerance = as_count(max_iter, "max_iter"), as_number(tol, "tol", least=0.0)
    show, sites = as_flag(progress, "progress"), _first_sites(n_or_sites, rho, rng)
    is_free = isinstance(masses, str) and masses == "free"
    targets = None if isinstance(masses, str) else as_masses(masses, "masses", len(sites))
    nit, before = 0, math.inf
    weights = None
    with progress_bar(show, "quantize", most) as bar:
        while True:
            if is_free:
                diagram, solved = PowerDiagram(sites, source=rho), True
            else:
                t = solve(sites, targets, rho, initial_weights=weights)
                diagram, weights, solved = t.diagram, t.weights, t.success
            cost = diagram._cost()
            _log.debug("%d sites after %d moves: cost %.10g", len(sites), nit, cost)
            settled = before - cost <= tolerance * cost
            if settled or nit == most:
                break
            before = cost
            there = diagram._have_centroids[:, np.newaxis]
            sites = np.where(there, diagram.centroids, sites)
            sites = sites if rho._torus is None else rho._torus.wrapped(sites)
            nit += 1
            bar(1)
    success = settled and solved
    if not settled:
        warnings.warn(
            f"quantize moved the sites {nit} times and has not reached tol {tolerance:g}",
            ConvergenceWarning,
            stacklevel=2,
        )
    return Quantization(read_only(sites), diagram.masses, cost, nit, success, diagram)


def _dimension(n_or_sites: Any, source: Any) -> int:
    """Read the dimension off the sites; a number of them has none, so off the source."""
    is_list = isinstance(n_or_sites, (list, tuple)) or hasattr(n_or_sites, "shape")
    if is_list and not isinstance(n_or_sites, numbers.Number):
        return 3 if points_dimension(n_or_sites) == 3 else 2
    return source.dimension if isinstance(source, Source) else 2


def _first_sites(n_or_sites: Any, source: Source, rng: Any) -> FloatArray:
    if isinstance(n_or_sites, numbers.Number):
        return source.sample(as_size(n_or_sites, "n_or_sites", least=1), as_generator(rng))
    sites = as_finite_points(n_or_sites, "n_or_sites", source.dimension)
    if len(sites) == 0:
        raise ValueError("n_or_sites is empty; expected at least one site")
    return sites
