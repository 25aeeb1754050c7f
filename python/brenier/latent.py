"""Latents for a decoder: noise that the transport has brought to where the codes are."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arguments import as_choice, as_generator, as_number, as_size, require_instance
from brenier._arrays import FloatArray, IntArray
from brenier._draws import Draws, as_draws
from brenier._map_arrays import map_from_arrays, map_to_arrays
from brenier._notebook.cards import SamplerCard
from brenier._planar import refuse_torus
from brenier._sampling import portions
from brenier._values import Values
from brenier.continuous_map import BoolArray, ContinuousMap
from brenier.errors import BrenierError
from brenier.sampled_transport import SampledTransport
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
    latents : ndarray of shape (n, D)
        What the decoder takes: D as of the sites, or as many numbers as the map's values have.
    source : ndarray of shape (n, 2), in space (n, 3), or (n, d) with a `SampledTransport`
        The points of the source that were sent there.
    index : ndarray of shape (n,)
        The sites in whose cells these lie.
    singular : ndarray of shape (n,)
        Whether they lie on the singular set; False for all from a `Transport`.
    """

    latents: npt.NDArray[Any]
    source: FloatArray
    index: IntArray
    singular: BoolArray

    def __len__(self) -> int:
        return len(self.latents)


@dataclass(frozen=True, init=False, repr=False, eq=False)
class LatentSampler(SamplerCard):
    """Draws from a source, and sends what it draws through a map.

    Parameters
    ----------
    map : ContinuousMap, Transport or SampledTransport
        The map. With a transport, latents are sites, each drawn with its own mass, and nothing
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
    local : float, default 0.0
        How much noise to add to latents, so that they leave the map's surface: local/√10 · Σ_k ε_k
        (c_k - c_i) over the 10 values c_k nearest to that of the point's own site, c_i, with ε_k
        standard normal. Its covariance is local² times the mean of (c_k - c_i)(c_k - c_i)ᵀ. The
        values are those of the map, or else the sites; the nearest are found at the first use, by
        n² D operations.

    Attributes
    ----------
    map : ContinuousMap, Transport or SampledTransport
    singular : str
    local : float
    transport : Transport or SampledTransport
        The transport behind the map.
    source : Source, str or callable
        Its source.

    Raises
    ------
    TypeError
        `map` is none of these.
    ValueError
        There is no such policy, or it is ``"only"`` and nothing is singular; `local` is negative
        or not finite.

    Examples
    --------
    >>> import brenier, numpy as np
    >>> codes = np.random.default_rng(0).normal([[0, 0], [9, 0]], 1, (500, 2, 2)).reshape(-1, 2)
    >>> sampler = brenier.LatentSampler(brenier.ContinuousMap(brenier.solve(codes)))
    >>> batch = sampler.sample(1000, rng=0)
    >>> batch.latents.shape, bool(batch.singular.any())
    ((1000, 2), False)
    """

    map: ContinuousMap | Transport | SampledTransport
    singular: str
    local: float

    def __init__(
        self,
        map: ContinuousMap | Transport | SampledTransport,
        *,
        singular: str = "reject",
        local: float = 0.0,
    ) -> None:
        kinds = (ContinuousMap, Transport, SampledTransport)
        require_instance(map, "map", kinds, "a ContinuousMap or a Transport, or a SampledTransport")
        if isinstance(map, Transport):
            refuse_torus(map.source, "LatentSampler")
        policy = as_choice(singular, "singular", _POLICIES)
        if policy == "only" and not (
            isinstance(map, ContinuousMap) and map.singular_simplices.any()
        ):
            raise ValueError("singular is 'only', but nothing of this map is singular")
        scale = as_number(local, "local", least=0.0)
        if not math.isfinite(scale):
            raise ValueError(f"local is {scale!r}; expected a finite number, 0 or more")
        self.__dict__.update(map=map, singular=policy, local=scale)

    def __repr__(self) -> str:
        local = f", local={self.local:g}" if self.local else ""
        return f"LatentSampler({self.map!r}, singular={self.singular!r}{local})"

    @property
    def transport(self) -> Transport | SampledTransport:
        """The transport behind the map."""
        return self.map.transport if isinstance(self.map, ContinuousMap) else self.map

    @property
    def source(self) -> Any:
        """The density from which points are drawn."""
        return self.transport.source

    def sample(
        self, n: int, rng: Any = None, *, within: Any = None, method: str = "random"
    ) -> LatentBatch:
        """Draw latents.

        Parameters
        ----------
        n : int
            How many; 0 or more.
        rng : None, int or numpy.random.Generator
            Source of randomness; the same seed gives the same batch.
        within : array_like, optional
            Draw in the cells of these sites only, such as those of a class or a single one: indices
            of sites, or a bool for each, (n_sites,). The law is the source's, conditioned on these
            cells, and the cost does not depend on their mass. Not with a `SampledTransport`.
        method : {"random", "sobol"}
            Draw independent points, or a scrambled Sobol sequence, which fills the source more
            evenly: averages over samples are then more exact. For `Uniform`, `Raster`, `Bilinear`,
            and for a `Gaussian` of which a tenth lies in its domain; of a `SampledTransport` for
            "normal" and "uniform". Local noise is independent.

        Returns
        -------
        LatentBatch

        Raises
        ------
        BrenierError
            Next to none of millions of draws are as the policy wants them.
        ValueError
            A number is out of range; `within` has a wrong shape, an index that is none, or selects
            no cell with mass; there is no such method, or not for this source.
        TypeError
            An argument is of a wrong kind.

        References
        ----------
        A. B. Owen (1998), Scrambling Sobol' and Niederreiter-Xing points. J. Complexity 14.
        """
        source, latents, singular = self._draw(n, rng, within, method)
        return LatentBatch(latents, source, self.transport.index(source), singular)

    def _to_arrays(self) -> dict[str, Any]:
        """All that `_from_arrays` makes an equal sampler of."""
        if not isinstance(self.map, ContinuousMap):
            arrays = {**self.map._to_arrays(), "thresholds": np.zeros(0)}
        else:
            arrays = map_to_arrays(self.map.transport, self.map._options)
        return {**arrays, "singular": np.array(self.singular), "local": np.array(self.local)}

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> LatentSampler:
        """Make a sampler of its arrays, or raise KeyError, TypeError or ValueError."""
        map_: ContinuousMap | Transport | SampledTransport
        if arrays["thresholds"].size == 0:
            kind = SampledTransport if "sampled" in arrays else Transport
            map_ = kind._from_arrays(arrays)
        else:
            t, options = map_from_arrays(arrays)
            map_ = ContinuousMap(t, **options)
        local = as_number(arrays["local"], "local")
        return cls(map_, singular=str(arrays["singular"]), local=local)

    def _draw(
        self, n: int, rng: Any, within: Any = None, method: Any = "random"
    ) -> tuple[FloatArray, npt.NDArray[Any], BoolArray]:
        """Draw until n points are as the policy wants them: source, latents, singular."""
        count, generator = as_size(n, "n"), as_generator(rng)
        draw = as_draws(self.transport, within, method, generator)
        rows = self._values.rows
        source = np.empty((count, self.transport.sites.shape[1]))
        latents = np.empty((count, rows.shape[1]), rows.dtype)
        singular = np.empty(count, dtype=bool)
        drawn = done = 0
        share = self._wanted_share if within is None else 1.0
        while done < count:
            if drawn >= _PATIENCE * (done + 1):
                kind = "regular" if self.singular == "reject" else "singular"
                raise BrenierError(f"{done} of {drawn} points drawn from the source were {kind}")
            draws = min(math.ceil((count - done) / share), _LARGEST_DRAW)
            wanted = self._draw_once(draw, draws)
            more = slice(done, min(done + len(wanted[0]), count))
            for all_, part in zip((source, latents, singular), wanted, strict=True):
                all_[more] = part[: more.stop - done]
            drawn, done = drawn + draws, more.stop
            if within is not None:
                share = (done + 1) / (drawn + 1)
        self._add_local_noise(source, latents, generator)
        return source, latents, singular

    @cached_property
    def _wanted_share(self) -> float:
        """A cautious guess at the share of draws that are wanted; the same in every process."""
        if not isinstance(self.map, ContinuousMap) or self.singular in ("snap", "keep"):
            return 1.0
        draw = as_draws(self.transport, None, "random", np.random.default_rng(0))
        wanted = len(self._draw_once(draw, _PILOT)[0])
        return max(wanted - 2 * math.sqrt(wanted), 1.0) / _PILOT

    def _draw_once(self, draw: Draws, draws: int) -> tuple[FloatArray, npt.NDArray[Any], BoolArray]:
        """Draw some points, and keep what the policy wants: source, latents, singular."""
        x = draw(draws)
        if not isinstance(self.map, ContinuousMap):
            return x, self.map(x), np.zeros(len(x), dtype=bool)
        z, singular = self.map._images(x, across_singular=self.singular in ("only", "keep"))
        if self.singular in ("snap", "keep"):
            return x, z, singular
        wanted = singular if self.singular == "only" else ~singular
        return x[wanted], z[wanted], singular[wanted]

    @cached_property
    def _values(self) -> Values:
        """What the sites stand for."""
        if not isinstance(self.map, ContinuousMap):
            return Values(self.map.sites, "affine")
        return self.map._values

    def _add_local_noise(
        self, source: FloatArray, latents: npt.NDArray[Any], rng: np.random.Generator
    ) -> None:
        """Add the local noise to the latents of points of the source, in place."""
        if not self.local:
            return
        t, values = self.transport, self._values
        for some in portions(len(source)):
            index = t.index(source[some]).astype(np.int32)
            noise = rng.standard_normal((len(index), values.neighbors.shape[1]))
            values.add_local_noise(latents[some], index, noise, self.local, t._workers)
