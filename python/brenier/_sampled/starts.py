"""Heights to start from, the best of a few; and heights of sites that have no cell yet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from brenier._arrays import FloatArray
from brenier._sampled.fitting import Fitting
from brenier._sampled.frame import Frame
from brenier._sampled.samples import Samples, Seeds
from brenier._sampled.scoring import Scorer

__all__ = ["Start", "given_start", "own_start"]

_FAR = 0.6  # from where on fewer sites are asked; counts of 2 for each cell alone make 0.15
_NEAR = 0.3  # up to where a start is taken without a look for a better one
_UNSEEN = 1e6  # below all other heights
_WIDEST = 1e12  # between heights, in units of the source: beyond that doubles lose the scores
_FEWER = 256  # sites, each standing for a group
_SAMPLES = 20  # for each of them
_FIT = 0.05  # the largest relative error of their smoothed masses
_LEAST_EIGENVALUE = 1e-6  # of the sites' covariance, as a part of the largest


@dataclass(frozen=True)
class Start:
    """Heights, and how far the shares of a first sample are from the masses with them."""

    heights: FloatArray
    distance: float

    @property
    def is_near(self) -> bool:
        """Whether a fit to few samples would be no better."""
        return self.distance <= _NEAR


def own_start(scorer: Scorer, masses: FloatArray, seeds: Seeds) -> Start:
    """Find heights with which most cells have some mass.

    Of several guesses that cost nothing the one whose cells are the nearest to their masses on a
    first sample; where all are far, from the solution for fewer sites.
    """
    frame, n = scorer.frame, len(masses)
    pilot = seeds.fresh(max(4096, 8 * frame.places.shape[1])).whole()
    covariance = np.cov(frame.points(pilot).T).reshape(frame.places.shape[1], -1)
    first = seeds.fresh(max(2 * n, 1000))
    guesses = [g(frame, masses, covariance) for g in (_by_quantiles, _by_moments, _of_no_weights)]
    best = min((_start(scorer, masses, first, v) for v in guesses), key=lambda s: s.distance)
    if best.distance <= _FAR or n <= 2:
        return best
    fewer = _start(scorer, masses, first, _by_fewer_sites(scorer, masses, covariance, seeds))
    return min(best, fewer, key=lambda s: s.distance)


def given_start(scorer: Scorer, masses: FloatArray, seeds: Seeds, heights: FloatArray) -> Start:
    """Take the caller's heights, unless the own start is better.

    Those that are nan are such that the site just appears.
    """
    if not np.nanmax(heights) - np.nanmin(heights) < _WIDEST:
        raise ValueError("initial_weights are too far apart for the size of sites and source")
    first = seeds.fresh(max(2 * len(masses), 1000))
    given = _start(scorer, masses, first, _completed(scorer, seeds, heights))
    if given.is_near:
        return given
    own = own_start(scorer, masses, seeds)
    return min(given, _start(scorer, masses, first, own.heights), key=lambda s: s.distance)


def _completed(scorer: Scorer, seeds: Seeds, heights: FloatArray) -> FloatArray:
    which = np.flatnonzero(np.isnan(heights))
    if not len(which):
        return heights
    samples = seeds.fresh(max(len(heights), 1000))
    known = np.where(np.isnan(heights), np.nanmin(heights) - _UNSEEN, heights)
    best = scorer.lists(samples, known, 1).best
    known[which] = scorer.appearances(samples, best, which)
    return known


def _start(scorer: Scorer, masses: FloatArray, samples: Samples, heights: FloatArray) -> Start:
    shares = scorer.lists(samples, heights, 1).cell_counts(heights, 1)[0] / samples.count
    return Start(heights, float(np.sum((np.sqrt(shares) - np.sqrt(masses)) ** 2)))


@np.errstate(under="ignore")  # by masses next to nothing
def _by_quantiles(frame: Frame, masses: FloatArray, covariance: FloatArray) -> FloatArray:
    """Each site's score is over 0 with the probability that is its mass, were the source normal."""
    from scipy.special import ndtri

    y = frame.places
    spread = np.sqrt(np.maximum(np.sum((y @ covariance) * y, axis=1), 0.0))
    heights: FloatArray = 2.0 * ndtri(np.minimum(masses, 0.5)) * spread
    return heights


@np.errstate(under="ignore")  # by masses next to nothing
def _by_moments(frame: Frame, masses: FloatArray, covariance: FloatArray) -> FloatArray:
    """The transport between normal laws that have the means and covariances of sites and source."""
    y = frame.places
    mean = masses @ y
    centred = y - mean
    root, inverse = _roots(centred.T @ (masses[:, None] * centred))
    middle, _ = _roots(root @ covariance @ root)
    slope = inverse @ middle @ inverse
    heights: FloatArray = -np.sum((centred @ slope) * centred, axis=1)
    return heights


def _of_no_weights(frame: Frame, masses: FloatArray, covariance: FloatArray) -> FloatArray:
    """The nearest site wins."""
    return frame.heights(np.zeros(len(masses)))


def _roots(matrix: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The root of a symmetric matrix, and its inverse where eigenvalues are not next to 0."""
    values, vectors = np.linalg.eigh(matrix)
    values = np.maximum(values, 0.0)
    roots = np.sqrt(values)
    has = values > _LEAST_EIGENVALUE * max(values.max(), 1e-300)
    inverse = np.divide(1.0, roots, out=np.zeros_like(roots), where=has)
    return (vectors * roots) @ vectors.T, (vectors * inverse) @ vectors.T


def _by_fewer_sites(
    scorer: Scorer, masses: FloatArray, covariance: FloatArray, seeds: Seeds
) -> FloatArray:
    """Solve for groups of sites, then raise each site to where it appears in that solution."""
    frame = scorer.frame
    places, group_masses = _groups(frame, masses, seeds.generator(), scorer.workers)
    fewer = Frame(places, np.zeros(places.shape[1]), 1.0, frame.origin, frame.unit)
    coarse = Scorer(fewer, scorer.workers)
    heights = _by_moments(fewer, group_masses, covariance)
    samples = seeds.fresh(_SAMPLES * max(len(places), 50))
    lists = coarse.lists(samples, heights, len(places))
    smoothing = float(np.median(lists.behind_at(min(1, lists.width - 1))))
    if smoothing > 0.0:
        fitting = Fitting(lists, group_masses, _FIT, scorer.workers)
        heights = fitting.down_to(smoothing, heights).heights
    samples = seeds.fresh(max(len(masses), 1000))
    best = coarse.lists(samples, heights, 1).best
    return scorer.appearances(samples, best, np.arange(len(masses)))


@np.errstate(under="ignore")  # by masses next to nothing
def _groups(
    frame: Frame, masses: FloatArray, rng: np.random.Generator, workers: int
) -> tuple[FloatArray, FloatArray]:
    """Barycentres and masses of groups: the sites that are nearest to each of a few."""
    y, n = frame.places, len(masses)
    chosen = y[rng.choice(n, min(_FEWER, n // 2), replace=False)]
    near = Scorer(Frame(chosen, np.zeros(y.shape[1]), 1.0, frame.origin, frame.unit), workers)
    lists = near.at(-np.sum(chosen**2, axis=1)).lists_of(y, 1)
    group = np.unique(lists.sites_at(0), return_inverse=True)[1]
    group_masses = np.asarray(np.bincount(group, masses), dtype=np.float64)
    sums = np.zeros((len(group_masses), y.shape[1]))
    np.add.at(sums, group, masses[:, None] * y)
    return sums / group_masses[:, None], group_masses
