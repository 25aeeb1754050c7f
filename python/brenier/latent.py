"""Latents for a decoder: noise that the transport has brought to where the codes are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from brenier._arguments import as_choice, as_generator, as_size, require_instance
from brenier._arrays import FloatArray, IntArray
from brenier.continuous_map import BoolArray, ContinuousMap
from brenier.errors import BrenierError
from brenier.sources import Source
from brenier.transport import Transport

__all__ = ["LatentBatch", "LatentSampler"]

_POLICIES = ("reject", "snap", "only", "keep")
_PILOT = 1 << 10
_LARGEST_DRAW = 1 << 20
_PATIENCE = 1 << 22  # draws for each that is wanted


@dataclass(frozen=True, eq=False)
class LatentBatch:
    """Latents, and where they come from.

    Attributes
    ----------
    latents : ndarray of shape (n, 2)
        What the decoder takes.
    source : ndarray of shape (n, 2)
        The points of the source that were sent there.
    index : ndarray of shape (n,)
        The sites in whose cells these lie.
    singular : ndarray of shape (n,)
        Whether they lie on the singular set; False for all from a `Transport`.
    """

    latents: FloatArray
    source: FloatArray
    index: IntArray
    singular: BoolArray

    def __len__(self) -> int:
        return len(self.latents)


@dataclass(frozen=True, init=False, repr=False, eq=False)
class LatentSampler:
    """Draws from a source, and sends what it draws through a map.

    Parameters
    ----------
    map : ContinuousMap or Transport
        The map. With a `Transport`, latents are sites, each drawn with its own mass, and nothing
        is singular.
    singular : {"reject", "snap", "only", "keep"}
        What to do with points on the singular set, which lie in the gaps between the sites:

        - ``"reject"`` draws others instead: the law of the source, conditioned on points that are
          not singular;
        - ``"snap"`` sends them to the site of their cell: every cell keeps its mass, to the
          transport's `max_relative_error`;
        - ``"only"`` draws nothing but such points, and interpolates across the gap: samples that
          are known to be bad, to calibrate a detector with;
        - ``"keep"`` interpolates across the gap.

    Attributes
    ----------
    map : ContinuousMap or Transport
    singular : str
    transport : Transport
        The transport behind the map.
    source : Source
        Its source.

    Raises
    ------
    TypeError
        `map` is neither.
    ValueError
        There is no such policy, or it is ``"only"`` and nothing is singular.

    Examples
    --------
    >>> import brenier, numpy as np
    >>> codes = np.random.default_rng(0).normal([[0, 0], [9, 0]], 1, (500, 2, 2)).reshape(-1, 2)
    >>> sampler = brenier.LatentSampler(brenier.ContinuousMap(brenier.solve(codes)))
    >>> batch = sampler.sample(1000, rng=0)
    >>> batch.latents.shape, bool(batch.singular.any())
    ((1000, 2), False)
    """

    map: ContinuousMap | Transport
    singular: str

    def __init__(self, map: ContinuousMap | Transport, *, singular: str = "reject") -> None:
        require_instance(map, "map", (ContinuousMap, Transport), "a ContinuousMap or a Transport")
        policy = as_choice(singular, "singular", _POLICIES)
        if policy == "only" and not (
            isinstance(map, ContinuousMap) and map.singular_simplices.any()
        ):
            raise ValueError("singular is 'only', but nothing of this map is singular")
        self.__dict__.update(map=map, singular=policy)

    def __repr__(self) -> str:
        return f"LatentSampler({self.map!r}, singular={self.singular!r})"

    @property
    def transport(self) -> Transport:
        """The transport behind the map."""
        return self.map if isinstance(self.map, Transport) else self.map.transport

    @property
    def source(self) -> Source:
        """The density from which points are drawn."""
        return self.transport.source

    def sample(self, n: int, rng: Any = None) -> LatentBatch:
        """Draw independent latents.

        Parameters
        ----------
        n : int
            How many; 0 or more.
        rng : None, int or numpy.random.Generator
            Source of randomness; the same seed gives the same batch.

        Returns
        -------
        LatentBatch

        Raises
        ------
        BrenierError
            Next to none of millions of draws are as the policy wants them.
        """
        source, latents, singular = self._draw(n, rng)
        return LatentBatch(latents, source, self.transport.index(source), singular)

    def _draw(self, n: int, rng: Any) -> tuple[FloatArray, FloatArray, BoolArray]:
        """Draw until n points are as the policy wants them: source, latents, singular."""
        count, generator = as_size(n, "n"), as_generator(rng)
        source, latents = np.empty((count, 2)), np.empty((count, 2))
        singular = np.empty(count, dtype=bool)
        drawn = done = 0
        while done < count:
            if drawn >= _PATIENCE * (done + 1):
                kind = "regular" if self.singular == "reject" else "singular"
                raise BrenierError(f"{done} of {drawn} points drawn from the source were {kind}")
            draws = min(math.ceil((count - done) / self._wanted_share), _LARGEST_DRAW)
            wanted = self._draw_once(draws, generator)
            more = slice(done, min(done + len(wanted[0]), count))
            for all_, part in zip((source, latents, singular), wanted, strict=True):
                all_[more] = part[: more.stop - done]
            drawn, done = drawn + draws, more.stop
        return source, latents, singular

    @cached_property
    def _wanted_share(self) -> float:
        """A cautious guess at the share of draws that are wanted; the same in every process."""
        if isinstance(self.map, Transport) or self.singular in ("snap", "keep"):
            return 1.0
        wanted = len(self._draw_once(_PILOT, np.random.default_rng(0))[0])
        return max(wanted - 2 * math.sqrt(wanted), 1.0) / _PILOT

    def _draw_once(
        self, draws: int, rng: np.random.Generator
    ) -> tuple[FloatArray, FloatArray, BoolArray]:
        """Draw from the source, and keep what the policy wants: source, latents, singular."""
        x = self.source.sample(draws, rng)
        if isinstance(self.map, Transport):
            return x, self.map(x), np.zeros(draws, dtype=bool)
        z, singular = self.map._images(x, across_singular=self.singular in ("only", "keep"))
        if self.singular in ("snap", "keep"):
            return x, z, singular
        wanted = singular if self.singular == "only" else ~singular
        return x[wanted], z[wanted], singular[wanted]
