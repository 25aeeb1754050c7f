"""A straight way through the source that crosses creases, and where the continuous map takes it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

import brenier
from brenier._map_edges import are_among

if TYPE_CHECKING:
    from numpy.typing import NDArray

_CREASES = 3  # that the way is to cross
_TRIED = 1000
_STEPS = 241


@dataclass(frozen=True)
class Walk:
    """A segment in the source, at evenly spaced points.

    Attributes
    ----------
    points : (k, 2) array
        From one end to the other.
    latents : (k, 2) array
        Where the continuous map takes them, across the singular set too.
    singular : (k,) bool array
        Which points lie on the singular set.
    creases : (c,) int array
        The points after which a crease is crossed, before the next point is reached.
    """

    points: NDArray[np.float64]
    latents: NDArray[np.float64]
    singular: NDArray[np.bool_]
    creases: NDArray[np.int64]


def find_walk(m: brenier.ContinuousMap, seed: int) -> Walk:
    """Find a segment that crosses three creases, or about as many, and shows them well.

    Of random segments with as many creases, that is taken whose shortest way from one part of the
    singular set to the next, or to an end, is the longest.
    """
    ends = m.transport.source.sample(2 * _TRIED, rng=seed).reshape(_TRIED, 2, 2)
    pace = np.linspace(0, 1, _STEPS)[:, None]
    ways = ends[:, None, 0] * (1 - pace) + ends[:, None, 1] * pace
    singular = m.is_singular(ways.reshape(-1, 2)).reshape(_TRIED, _STEPS)
    owner = m.transport.index(ways.reshape(-1, 2)).reshape(_TRIED, _STEPS)
    steps = np.stack([owner[:, :-1], owner[:, 1:]], axis=-1)
    crossed = are_among(steps, m.edges[m.singular], len(m.transport.sites))
    length = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1) / (_STEPS - 1)

    def merit(k: int) -> tuple[int, float]:
        stretches = _regular_stretches(singular[k])
        # A crease a gap: no two in one part of the singular set, and no part without one.
        wrong = abs(int(crossed[k].sum()) - _CREASES) + abs(len(stretches) - 1 - _CREASES)
        return -wrong, min(stretches) * float(length[k])

    best = max(range(_TRIED), key=merit)
    across = brenier.ContinuousMap(m.transport, max_jump=math.inf)
    return Walk(
        points=ways[best],
        latents=across(ways[best]),
        singular=singular[best],
        creases=np.flatnonzero(crossed[best]),
    )


def _regular_stretches(singular: NDArray[np.bool_]) -> list[int]:
    """Count the points before, between and after the runs of singular ones."""
    edges = np.flatnonzero(np.diff(np.concatenate([[True], singular, [True]]).astype(int)))
    counts: list[int] = np.diff(edges)[::2].tolist()
    return [0] * int(singular[0]) + counts + [0] * int(singular[-1])
