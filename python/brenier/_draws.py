"""How a sampler draws points: from all of a source or some cells, at random or evenly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from brenier._arguments import as_choice, shown
from brenier._arrays import FloatArray, IntArray
from brenier._cell_draws import CellDraws, SpatialCellDraws
from brenier._sobol import SobolNumbers
from brenier.sampled_transport import SampledTransport
from brenier.transport import Transport

__all__ = ["as_draws"]

METHODS = ("random", "sobol")

Draws = Callable[[int], FloatArray]


def as_draws(
    t: Transport | SampledTransport, within: Any, method: Any, rng: np.random.Generator
) -> Draws:
    """Make a function that gives the next `count` points, or fewer as some are left out.

    Parameters
    ----------
    t : Transport or SampledTransport
    within : None or array_like
        The sites in whose cells the points lie: indices, or a bool for each.
    method : {"random", "sobol"}
    rng : numpy.random.Generator
    """
    is_even = as_choice(method, "method", METHODS) == "sobol"
    if isinstance(t, SampledTransport):
        if within is not None:
            raise ValueError(
                "within is given, but cells of a SampledTransport are known by samples only; draw "
                "from all, and keep those whose index is wanted"
            )
        return _of_sampled(t, is_even, rng)
    if is_even:
        t.source._require_inverse()
    if within is None:
        if not is_even:
            return lambda count: t.source.sample(count, rng)
        sequence = SobolNumbers(t.source.dimension, rng)
        return lambda count: t.source._from_square(sequence(count))
    kind = CellDraws if t.source.dimension == 2 else SpatialCellDraws
    cells = kind(t, _as_sites(within, t))
    if is_even:
        sequence = SobolNumbers(3, rng)
        return lambda count: cells.points(sequence(count))
    return lambda count: cells.points(rng.random((count, 3)))


def _of_sampled(t: SampledTransport, is_even: bool, rng: np.random.Generator) -> Draws:
    """Points of any dimension, from the source or, evenly, from the laws that have a name."""
    if not is_even:
        law = t._law()
        return lambda count: law(count, rng)
    if t.source not in ("normal", "uniform"):
        raise ValueError(
            "method is 'sobol', which needs the source 'normal' or 'uniform'; draw with "
            "method='random'"
        )
    from scipy.special import ndtri

    sequence = SobolNumbers(t.sites.shape[1], rng)
    return (lambda count: ndtri(sequence(count))) if t.source == "normal" else sequence


def _as_sites(within: Any, t: Transport) -> IntArray:
    """Check which sites are meant: different ones, increasing, some of them with mass."""
    n = len(t.sites)
    try:
        given = np.atleast_1d(np.asarray(within))
    except (TypeError, ValueError, RuntimeError) as error:
        raise TypeError(f"within: {error}; expected indices of sites, or a bool for each") from None
    if given.dtype.kind not in "iub" and given.size:
        raise TypeError(
            f"within is {shown(within)} of {given.dtype}; expected indices of sites, or a bool for "
            "each"
        )
    if given.ndim != 1 or (given.dtype.kind == "b" and len(given) != n):
        raise ValueError(
            f"within has shape {given.shape} and dtype {given.dtype}; expected indices of sites, "
            f"or a bool for each, ({n},)"
        )
    if given.dtype.kind == "b":
        sites = np.flatnonzero(given)
    else:
        wrong = np.flatnonzero((given < -n) | (given >= n))
        if len(wrong):
            raise ValueError(
                f"within[{wrong[0]}] is {given[wrong[0]]}; expected an index of {n} sites"
            )
        sites = np.unique(given.astype(np.intp) % n)
    if not len(sites):
        raise ValueError("within selects no site; expected one at least")
    if not t.diagram.masses[sites].any():
        raise ValueError(
            f"within selects only sites whose cells have no mass, such as {sites[0]}; expected one "
            "with mass: of sites at one place, the one that has the cell of all"
        )
    return sites
