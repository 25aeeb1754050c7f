"""The transport of a sampled source in any dimension, as solved, and what is certain about it."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from brenier._arguments import as_count, as_generator, as_path, as_size
from brenier._arrays import FloatArray, IntArray, as_values, read_only
from brenier._sampled.certify import certified
from brenier._sampled.files import parts_from_arrays, to_arrays
from brenier._sampled.frame import Frame
from brenier._sampled.problem import Cells, as_finite_rows
from brenier._sampled.samples import Seeds
from brenier._sampled.scoring import Scorer
from brenier._sampled.sources import SampledSource, as_sampled_source
from brenier._sampled.table import Table
from brenier._sampled.weights import weights_of
from brenier.solution import SampledCertificate, SampledHistory, Status
from brenier.sources import Source
from brenier.storage import write_arrays

__all__ = ["SampledTransport"]


@dataclass(frozen=True, repr=False, eq=False)
class SampledTransport:
    """The optimal transport from a sampled source onto sites; made by `brenier.solve_sampled`.

    As a function it sends each point to the site in whose cell it lies: the one with the least
    |x - y_i|² - w_i. Points lie in a cell, whatever was sampled; it is the masses of the cells that
    are known by samples only, and `error` tells how well they fit.

    Attributes
    ----------
    sites : ndarray of shape (n, d)
        The target points y_i.
    masses : ndarray of shape (n,)
        Their target masses ν_i.
    source : str, Source or callable
        The law that is transported, as it was given; None where a function was not in the file.
    weights : ndarray of shape (n,)
        Weights of the power diagram, with Σ ν_i w_i = 0. Sites at one place have one; sites without
        mass one with which they are hidden from nearly all of the source.
    status : Status
        How the solve ended, a string; `message` says it in a sentence.
    history : SampledHistory
        An entry for each level.
    certificate : SampledCertificate
        What fresh samples say of the result.
    groups : ndarray of shape (n,)
        For each site, the lowest index of those at the same place, which share a cell.
    """

    sites: FloatArray
    masses: FloatArray
    source: Any
    weights: FloatArray
    status: Status
    message: str
    history: SampledHistory
    certificate: SampledCertificate
    groups: IntArray
    _cells: Cells
    _frame: Frame
    _heights: FloatArray
    _workers: int = field(default=1)

    @classmethod
    def _of(
        cls,
        sites: FloatArray,
        masses: FloatArray,
        cells: Cells,
        frame: Frame,
        heights: FloatArray,
        **others: Any,
    ) -> SampledTransport:
        """Make a transport of the heights of its cells."""
        return cls(
            sites=sites,
            masses=masses,
            weights=weights_of(frame, cells, heights, sites),
            groups=cells.groups,
            _cells=cells,
            _frame=frame,
            _heights=read_only(heights),
            **others,
        )

    def __repr__(self) -> str:
        n, d = self.sites.shape
        low, high = self.error_interval
        return (
            f"<SampledTransport onto {n} sites in {d} dimensions: {self.status}, error "
            f"{self.error:.2g} (between {low:.2g} and {high:.2g})>"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        function = None if isinstance(self.source, (str, Source)) else self.source
        return SampledTransport._from_arrays, (self._to_arrays(), function, self._workers)

    @property
    def success(self) -> bool:
        """Whether the error of the masses on fresh samples is at most the tolerance."""
        return self.status is Status.CONVERGED

    @property
    def error(self) -> float:
        """The error of the masses, √(Σ (m_i - ν_i)²/ν_i), estimated from fresh samples.

        For equal masses that is the root mean square of (m_i - ν_i)/ν_i.
        """
        return self.certificate.error

    @property
    def error_interval(self) -> tuple[float, float]:
        """Where the error lies, with confidence 0.95."""
        return self.certificate.error_interval

    @cached_property
    def heights(self) -> FloatArray:
        """The heights h_i = (w_i - |y_i|²) / 2 of the potential's planes (n,)."""
        heights: FloatArray = read_only(0.5 * (self.weights - np.sum(self.sites**2, axis=1)))
        return heights

    def index(self, x: Any) -> IntArray:
        """Tell to which site each point is transported.

        Parameters
        ----------
        x : array_like of shape (m, d)

        Returns
        -------
        ndarray of shape (m,)
            Indices of sites, the first of those at one place; decided in double precision.
        """
        return self._best(x, 1)[0][:, 0]

    def __call__(self, x: Any) -> FloatArray:
        """Apply the transport map: points (m, d) to their sites (m, d)."""
        image: FloatArray = self.sites.take(self.index(x), axis=0)
        return image

    def potential(self, x: Any) -> FloatArray:
        """Evaluate the Brenier potential u(x) = max_i ⟨x, y_i⟩ + h_i.

        Parameters
        ----------
        x : array_like of shape (m, d)

        Returns
        -------
        ndarray of shape (m,)
            In squared units of length.
        """
        return self._best(x, 1)[1][:, 0]

    def nearest(self, x: Any, k: int) -> tuple[IntArray, FloatArray]:
        """Find the sites with the k largest ⟨x, y_i⟩ + h_i, the best first.

        Parameters
        ----------
        x : array_like of shape (m, d)
        k : int
            1 or more; where fewer sites have cells, these are all.

        Returns
        -------
        indices : ndarray of shape (m, k)
            The first is the site that the point is sent to.
        scores : ndarray of shape (m, k)
            ⟨x, y_i⟩ + h_i, in squared units of length, which fall.
        """
        return self._best(x, as_count(k, "k", 1))

    def sample(self, n: int, rng: Any = None) -> tuple[FloatArray, IntArray]:
        """Draw from the source.

        Parameters
        ----------
        n : int
            How many; 0 or more.
        rng : None, int or numpy.random.Generator

        Returns
        -------
        x : ndarray of shape (n, d)
            Points of the source.
        index : ndarray of shape (n,)
            The sites that they are sent to.
        """
        x = self._law()(as_size(n, "n"), as_generator(rng))
        return x, self.index(x)

    def certify(self, n: int, rng: Any = None, weights: Any = None) -> SampledCertificate:
        """Tell from fresh samples how well cells have their masses.

        Parameters
        ----------
        n : int
            How many samples: 2 or more.
        rng : None, int or numpy.random.Generator
        weights : array_like of shape (n_sites,), optional
            Weights to judge, of this transport or of any other source; by default its own.

        Returns
        -------
        SampledCertificate
        """
        heights, frame = self._heights, self._frame
        if weights is not None:
            given = as_values(weights, "weights", len(self.sites))
            if not np.isfinite(given).all():
                k = int(np.argmin(np.isfinite(given)))
                raise ValueError(f"weights[{k}] is {float(given[k])!r}; expected a finite number")
            heights = frame.heights(given[self._cells.site])
            if not np.isfinite(heights).all():
                raise ValueError("weights are too far apart for the size of sites and source")
        seeds = Seeds(self._law(), as_generator(rng))
        samples = seeds.fresh(as_size(n, "n", 2))
        return certified(Scorer(frame, self._workers), self._cells.masses, heights, samples)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the transport to an .npz file, for `brenier.load`.

        A source that is a function is not in it: `brenier.load` has to be given it again.

        Parameters
        ----------
        path : str or path
            The file; ``.npz`` is appended if the name ends otherwise.

        Returns
        -------
        Path
            The file that was written, with its ending.

        Raises
        ------
        OSError
            The file cannot be written.
        """
        return write_arrays(as_path(path, "path"), self._to_arrays())

    def _law(self) -> SampledSource:
        if self.source is None:
            raise ValueError(
                "the source is a function that was not in the file; read it with "
                "brenier.load(path, source=function)"
            )
        return as_sampled_source(self.source, self.sites.shape[1])

    def _best(self, x: Any, k: int) -> tuple[IntArray, FloatArray]:
        points = as_finite_rows(x, "x", self.sites.shape[1])
        count = min(k, len(self._heights))
        lists = self._table.lists_of(self._frame.points(points), count)
        index = np.empty((len(points), count), dtype=np.intp)
        scores = np.empty((len(points), count))
        for place in range(count):
            index[:, place] = self._cells.site[lists.sites_at(place)]
            scores[:, place] = lists.best - lists.behind_at(place)
        j = int(self._cells.site[0])  # weights and those of the frame differ by one number
        shift = float(self.weights[j] - self._frame.weights(self._heights)[0])
        return index, self._frame.planes(points, scores) + 0.5 * shift

    @cached_property
    def _table(self) -> Table:
        return Scorer(self._frame, self._workers).at(self._heights)

    def _to_arrays(self) -> dict[str, Any]:
        """All that `_from_arrays` makes an equal transport of, but for a function."""
        return to_arrays(self)

    @classmethod
    def _from_arrays(
        cls, arrays: dict[str, Any], function: Any = None, workers: int = 1
    ) -> SampledTransport:
        """Make a transport of its arrays, which may come from anywhere.

        Raises
        ------
        KeyError, TypeError, ValueError
            An array is missing, or has a wrong type or shape.
        """
        return cls._of(**parts_from_arrays(arrays, function), _workers=workers)
