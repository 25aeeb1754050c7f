"""The transport map and its potentials, as solved."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from brenier import _core
from brenier._arguments import as_path
from brenier._arrays import FloatArray, IntArray, as_points, as_values, read_only
from brenier._notebook.cards import TransportCard
from brenier._saved import read_coarse_steps, read_groups, read_text, require_certificate
from brenier._solved_diagram import solved_diagram
from brenier.power_diagram import PowerDiagram
from brenier.solution import History, Status
from brenier.sources import Source, source_class
from brenier.storage import write_arrays

__all__ = ["SAVED", "Transport"]


@dataclass(frozen=True, repr=False, eq=False)
class Transport(TransportCard):
    """The optimal transport from a source onto sites with masses; made by `brenier.solve`.

    As a function it is the transport map T = ∇u, which sends each point to the site in whose cell
    it lies; u is the Brenier potential, the upper envelope of the planes ⟨x, y_i⟩ + h_i. In space
    all points have three coordinates.

    Attributes
    ----------
    sites : ndarray of shape (n, 2), in space (n, 3)
        The target points y_i.
    masses : ndarray of shape (n,)
        Their target masses ν_i, as given; those that came in float32 or float16 with sum 1.
    source : Source
        The density that is transported.
    weights : ndarray of shape (n,)
        Kantorovich potential on the sites = weights of the power diagram, in squared units of
        length, with Σ ν_i w_i = 0.
    status : Status
        How the solve ended, a string; `message` says it in a sentence.
    history : History
        Error, step length, blur and seconds: an entry for the start, then one per step.
    """

    sites: FloatArray
    masses: FloatArray
    source: Source
    weights: FloatArray
    status: Status
    message: str
    history: History
    _problem: _core.Problem = field()
    _point_weights: FloatArray = field()
    _workers: int = field(default=1)

    def __repr__(self) -> str:
        return (
            f"<Transport onto {len(self.sites)} sites: {self.status} after {self.nit} steps, "
            f"relative error {self.max_relative_error:.1e}>"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return Transport._from_arrays, (self._to_arrays(), self._workers)

    @property
    def success(self) -> bool:
        """Whether every cell has the target mass of its sites to the tolerance."""
        return self.status is Status.CONVERGED

    @property
    def nit(self) -> int:
        """The number of Newton steps."""
        return len(self.history) - 1

    @property
    def max_relative_error(self) -> float:
        """The largest |m_i - ν_i| / ν_i over the sites with mass; over groups, of their sums."""
        return float(self.history.error[-1])

    @cached_property
    def groups(self) -> IntArray:
        """For each site, the lowest index of those that share its cell (n,): often its own.

        Sites at one place share a cell, and so do near copies, which double precision cannot tell
        apart for these masses and this source. The first of them has the cell, which is meant to
        have the sum of their masses, and all of them have its weight.
        """
        groups: IntArray = read_only(self._problem.groups.astype(np.intp))
        return groups

    @cached_property
    def heights(self) -> FloatArray:
        """The heights h_i = (w_i - |y_i|²) / 2 of the potential's planes (n,)."""
        heights: FloatArray = read_only(0.5 * (self.weights - np.sum(self.sites**2, axis=1)))
        return heights

    @cached_property
    def diagram(self) -> PowerDiagram:
        """The power diagram whose cells are transported onto the sites."""
        return solved_diagram(
            self._problem,
            self._point_weights,
            self.sites,
            self.masses,
            self.source,
            self._workers,
        )

    @property
    def centroids(self) -> FloatArray:
        """The centre of mass of each cell, shaped as `sites`; nan where the cell is empty."""
        return self.diagram.centroids

    @cached_property
    def cost(self) -> float:
        """The transport cost W2² = Σ_i ∫ |x - y_i|² ρ over L_i: squared distance, not halved.

        Under a periodic source, distances are those on the torus.
        """
        return self.diagram._cost()

    @cached_property
    def dual_value(self) -> float:
        """Kantorovich's dual K(w) = Σ_i ∫ (|x - y_i|² - w_i) ρ + Σ_i w_i ν_i; at most W2²."""
        # A sum, not a dot product: that depends on the processor, and on how many threads BLAS has.
        return self.cost + float(np.sum(self.weights * (self.masses - self.diagram.masses)))

    def index(self, x: Any) -> IntArray:
        """Tell to which site each point is transported.

        Parameters
        ----------
        x : array_like of shape (m, 2), in space (m, 3)

        Returns
        -------
        ndarray of shape (m,)
            Indices of sites. A point where cells meet goes to one of them, always the same.
        """
        return self.diagram.index(x)

    def __call__(self, x: Any) -> FloatArray:
        """Apply the transport map: points (m, d) to their sites (m, d), d = 2 or 3."""
        image: FloatArray = self.sites.take(self.index(x), axis=0)
        return image

    def potential(self, x: Any) -> FloatArray:
        """Evaluate the Brenier potential u(x) = max_i ⟨x, y_i⟩ + h_i.

        Parameters
        ----------
        x : array_like of shape (m, 2), in space (m, 3)
            Points, in the domain or not.

        Returns
        -------
        ndarray of shape (m,)
            In squared units of length.
        """
        points = as_points(x, "x", self.source.dimension)
        i = self.index(points)
        image = self.sites.take(i, axis=0)
        if self.source._torus is not None:
            # By the copy of the site whose cell the point lies in.
            squares = np.sum(self.source._torus.differences(points, image) ** 2, axis=1)
            above: FloatArray = np.sum(points**2, axis=1) - squares + self.weights[i]
            return 0.5 * above
        value: FloatArray = np.sum(points * image, axis=1) + self.heights[i]
        return value

    def conjugate(self, y: Any) -> FloatArray:
        """Evaluate the Legendre dual u*(y) = sup over the plane, or space, of ⟨x, y⟩ - u(x).

        Parameters
        ----------
        y : array_like of shape (m, 2), in space (m, 3)

        Returns
        -------
        ndarray of shape (m,)
            Piecewise linear on the triangles, or tetrahedra, `PowerDiagram.simplices`, -h_i at the
            sites that are not hidden; +inf off the convex hull of the sites.
        """
        core: Any = self.diagram._diagram
        points = as_points(y, "y", self.source.dimension)
        value: FloatArray = (
            core.conjugate(self.weights, points)
            if self.source.periodic
            else core.interpolate(-self.heights, points)
        )
        return value

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the transport to an .npz file, for `brenier.load`.

        A file of that name is replaced, as by ``numpy.savez``, once the new one is complete: a
        write that fails or is interrupted leaves the old one as it was.

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

    def _to_arrays(self) -> dict[str, Any]:
        """All that `_from_arrays` makes an equal transport of."""
        return {
            "source": np.array(self.source._kind),
            **self.source._to_arrays(),
            "sites": self.sites,
            "masses": self.masses,
            "groups": self.groups,
            "point_weights": self._point_weights,
            "status": np.array(self.status.value),
            "message": np.array(self.message),
            "error": self.history.error,
            "step": self.history.step,
            "blur": self.history.blur,
            "seconds": self.history.seconds,
            "coarse_steps": np.array(self.history.coarse_steps),
        }

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any], workers: int = 1) -> Transport:
        """Make a transport of its arrays, which may come from anywhere.

        Raises
        ------
        TypeError, ValueError
            An array has a wrong type or shape, or the masses of the cells are not as they say.
        """
        kind, status, message = (
            read_text(arrays, name) for name in ("source", "status", "message")
        )
        source = source_class(kind)._from_arrays(arrays)
        sites: FloatArray = read_only(as_points(arrays["sites"], "sites", source.dimension))
        masses: FloatArray = read_only(as_values(arrays["masses"], "masses", len(sites)))
        point_weights: FloatArray = read_only(
            as_values(arrays["point_weights"], "point_weights", arrays["point_weights"].size)
        )
        steps = arrays["error"].size
        if steps == 0:
            raise ValueError("its history is empty")
        columns = (read_only(as_values(arrays[name], name, steps)) for name in _SAVED_HISTORY)
        error, step, blur, seconds = columns
        problem = source._problem(sites, masses, read_groups(arrays, len(sites)))
        transport = cls(
            sites=sites,
            masses=masses,
            source=source,
            weights=read_only(problem.site_weights(point_weights)),
            status=Status(status),
            message=message,
            history=History(error, step, blur, seconds, read_coarse_steps(arrays)),
            _problem=problem,
            _point_weights=point_weights,
            _workers=workers,
        )
        require_certificate(
            transport.groups, masses, transport.diagram.masses, transport.max_relative_error
        )
        return transport


_SAVED_HISTORY = ("error", "step", "blur", "seconds")
SAVED = ("source", "sites", "masses", "point_weights", "status", "message", *_SAVED_HISTORY)
