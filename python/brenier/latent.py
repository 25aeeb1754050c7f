"""Latents for a decoder: noise that the transport has brought to where the codes are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from brenier._arrays import FloatArray, IntArray
from brenier.continuous_map import BoolArray, ContinuousMap
from brenier.errors import BrenierError
from brenier.sources import Source, as_count, as_generator
from brenier.transport import Transport

__all__ = ["LatentBatch", "LatentSampler"]

_POLICIES = ("reject", "snap", "only", "keep")
_LARGEST_DRAW = 1 << 20
_PATIENCE = 1 << 24  # draws without a single hit


@dataclass(frozen=True)
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

        - ``"reject"`` draws others instead: the law of the source, conditioned on regular points;
        - ``"snap"`` sends them to the site of their cell: every cell keeps its mass;
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
        if not isinstance(map, (ContinuousMap, Transport)):
            raise TypeError(f"map is {map!r}; expected a ContinuousMap or a Transport")
        if singular not in _POLICIES:
            raise ValueError(f"singular is {singular!r}; expected one of {', '.join(_POLICIES)}")
        if singular == "only" and not (isinstance(map, ContinuousMap) and map.singular.any()):
            raise ValueError("singular is 'only', but nothing of this map is singular")
        self.__dict__.update(map=map, singular=singular)

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
            Millions of draws gave not one that the policy wants.
        """
        count, generator = as_count(n, "n"), as_generator(rng)
        source, latents, singular = self._draw_wanted(count, generator)
        return LatentBatch(latents, source, self.transport.index(source), singular)

    def _draw_wanted(
        self, count: int, rng: np.random.Generator
    ) -> tuple[FloatArray, FloatArray, BoolArray]:
        """Draw until `count` points are as the policy wants them."""
        parts = [self._draw(0, rng)]
        drawn = wanted = 0
        while wanted < count:
            if wanted == 0 and drawn >= _PATIENCE:
                kind = "regular" if self.singular == "reject" else "singular"
                raise BrenierError(f"none of {drawn} points drawn from the source was {kind}")
            share = (wanted + 1) / (drawn + 1)
            draws = min(int(1.1 * (count - wanted) / share) + 1, _LARGEST_DRAW)
            parts.append(self._draw(draws, rng))
            drawn += draws
            wanted += len(parts[-1][0])
        x, z, singular = (np.concatenate(arrays)[:count] for arrays in zip(*parts, strict=True))
        return x, z, singular

    def _draw(
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
