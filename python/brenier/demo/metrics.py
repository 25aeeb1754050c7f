"""How good decoded pictures are: recognition, class histogram, closeness to real ones, novelty.

Precision and recall are those of [kynkaanniemi2019], coverage that of [naeem2020]: the manifold of
a set is taken to be the union of balls around its points, each as large as the distance to the
point's k-th neighbour in the set.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import ArrayLike, NDArray

NEIGHBOURS = 3  # as in [kynkaanniemi2019]
GREY_LEVEL = 1 / 255  # pictures that differ by less look the same on any screen
_BLOCK = 1024


def confident_share(probabilities: NDArray[np.float64], threshold: float = 0.9) -> float:
    """Return the share of rows of (m, c) `probabilities` whose greatest is at least `threshold`."""
    return float(np.mean(probabilities.max(axis=1) >= threshold))


def histogram_distance(labels: ArrayLike, reference: ArrayLike) -> float:
    """Return the total variation between two label sets' histograms: 0 alike, 1 disjoint."""
    labels, reference = np.asarray(labels), np.asarray(reference)
    classes = np.union1d(labels, reference)
    difference = [np.mean(labels == c) - np.mean(reference == c) for c in classes]
    return float(np.abs(difference).sum() / 2)


def calibration_error(
    probabilities: NDArray[np.float64], correct: NDArray[np.bool_], bins: int = 10
) -> float:
    """Return the expected calibration error: mean |confidence - accuracy| over confidence bins.

    Parameters
    ----------
    probabilities : (m, c) array
        Of the classes.
    correct : (m,) bool array
        Whether the most probable class is the right one.
    bins : int
        Of equal width over [0, 1].
    """
    confidence = probabilities.max(axis=1)
    owner = np.minimum((confidence * bins).astype(int), bins - 1)
    gap = np.bincount(owner, weights=confidence - correct, minlength=bins)
    return float(np.abs(gap).sum() / len(confidence))


def new_latents(latents: NDArray[np.float64], codes: NDArray[np.float64]) -> float:
    """Return the share of (m, 2) latents that are none of the (n, 2) codes."""
    distance, _ = cKDTree(codes).query(latents)
    return float(np.mean(distance > 0))


def new_pictures(images: NDArray[np.float64], known: NDArray[np.float64]) -> float:
    """Return the share of pictures (m, h, w) that look like none of the known (n, h, w).

    Two pictures look alike if no pixel differs by more than a grey level of 255.
    """
    flat, known = images.reshape(len(images), -1), known.reshape(len(known), -1)
    nearest = np.concatenate([squared.argmin(axis=1) for _, squared in _blocks(flat, known)])
    return float(np.mean(np.abs(flat - known[nearest]).max(axis=1) > GREY_LEVEL))


@dataclass(frozen=True)
class Manifold:
    """The union of balls around points, out to the k-th neighbour of each.

    Attributes
    ----------
    points : (n, f) array
        Features.
    squared_radii : (n,) array
        The squared distance from each point to its k-th nearest other.
    """

    points: NDArray[np.float64]
    squared_radii: NDArray[np.float64]

    @classmethod
    def of(cls, points: NDArray[np.float64], k: int = NEIGHBOURS) -> Manifold:
        """Measure the balls.

        Raises
        ------
        ValueError
            If there are not more than k points.
        """
        if len(points) <= k:
            raise ValueError(f"{len(points)} points have no {k}-th neighbour")
        # The nearest is the point itself.
        radii = [np.partition(block, k, axis=1)[:, k] for _, block in _blocks(points, points)]
        return cls(points, np.concatenate(radii))


@dataclass(frozen=True)
class Closeness:
    """How a set of made points lies to a set of real ones.

    Attributes
    ----------
    precision : float
        Share of made points in the manifold of the real ones.
    recall : float
        Share of real points in the manifold of the made ones. A few stray made points have large
        balls and cover real points that none of them resembles, so that a high recall at a low
        precision says little.
    coverage : float or None
        Share of real points whose own ball holds a made one, which strays do not raise. None
        where it would be one by definition.
    """

    precision: float
    recall: float
    coverage: float | None


def closeness(real: Manifold, made: Manifold) -> Closeness:
    """Return precision, recall and coverage of made points.

    The numbers of points matter: the more there are, the smaller are the balls.
    """
    in_real = np.zeros(len(made.points), dtype=bool)
    in_made, holds_made = np.zeros((2, len(real.points)), dtype=bool)
    for rows, squared in _blocks(real.points, made.points):
        in_real |= (squared <= real.squared_radii[rows, None]).any(axis=0)
        in_made[rows] = (squared <= made.squared_radii).any(axis=1)
        holds_made[rows] = squared.min(axis=1) <= real.squared_radii[rows]
    return Closeness(float(in_real.mean()), float(in_made.mean()), float(holds_made.mean()))


def closeness_of_real(real: Manifold) -> Closeness:
    """Return what perfect pictures reach: each real point held against all the others.

    Real and made points then change places, so that precision is recall; and every ball holds k
    others, so that coverage says nothing.
    """
    inside = np.zeros(len(real.points), dtype=bool)
    for rows, squared in _blocks(real.points, real.points):
        squared[np.arange(len(rows)), rows] = np.inf
        inside[rows] = (squared <= real.squared_radii).any(axis=1)
    share = float(inside.mean())
    return Closeness(share, share, None)


def _blocks(
    a: NDArray[np.float64], b: NDArray[np.float64]
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
    """Yield blocks of rows of `a` with their squared distances to all of `b`."""
    centre = b.mean(axis=0)
    a, b = a - centre, b - centre
    norms = np.einsum("ij,ij->i", b, b)
    for start in range(0, len(a), _BLOCK):
        rows = np.arange(start, min(start + _BLOCK, len(a)))
        block = a[rows]
        squared = np.einsum("ij,ij->i", block, block)[:, None] + norms - 2 * block @ b.T
        yield rows, np.maximum(squared, 0)
