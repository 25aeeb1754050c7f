"""Power diagrams: cells, masses, facets, and the weighted Delaunay triangles behind them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from brenier import _core
from brenier._arguments import as_workers
from brenier._arrays import FloatArray, IntArray, as_points, as_values, read_only
from brenier._cell_measures import CellMeasures
from brenier._facet_matrices import adjacency, mass_derivatives
from brenier._notebook.cards import DiagramCard
from brenier._planar import Elsewhere, ElsewhereError
from brenier._space import points_dimension
from brenier.cells import Cells
from brenier.facets import Facets
from brenier.sources import Source, as_source

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["PowerDiagram"]


@dataclass(frozen=True, init=False, repr=False, eq=False)
class PowerDiagram(Elsewhere, CellMeasures, DiagramCard):
    """The power diagram (Laguerre diagram) of weighted sites, cut to a source's domain.

    The cell of site i is L_i = {x : |x - y_i|² - w_i <= |x - y_j|² - w_j for all j}. With zero
    weights it is the Voronoi diagram. Which cells meet is decided exactly. Under a periodic source
    squared distances are those on the torus, and cells and centroids lie around their sites, whole.

    Parameters
    ----------
    sites : array_like of shape (n, 2), or (n, 3) with brenier-space
        The points y_i. Of several at one place that of highest weight, then of lowest index, has
        the cell; the others are hidden.
    weights : array_like of shape (n,), optional
        The weights w_i, in squared units of length; zeros by default.
    source : Source, optional
        The density that gives the masses; by default uniform on the unit square or cube.
    workers : int, default 1
        Number of threads, -1 for all processors. The results do not depend on it.

    Attributes
    ----------
    sites : ndarray of shape (n, 2), in space (n, 3)
        The sites; read-only, as are all arrays below.
    weights : ndarray of shape (n,)
        The weights.
    source : Source
        The source.

    Raises
    ------
    ValueError
        A coordinate or a weight is not finite or out of range, or a shape is wrong.
    TypeError
        An argument does not hold real numbers, or is no source.

    References
    ----------
    F. Aurenhammer (1987), Power diagrams: properties, algorithms and applications.

    Examples
    --------
    >>> import brenier
    >>> d = brenier.PowerDiagram([(0.25, 0.5), (0.75, 0.5)])
    >>> d.masses
    array([0.5, 0.5])
    """

    dimension: ClassVar[int] = 2
    _classes: ClassVar[dict[int, type[PowerDiagram]]] = {}  # by dimension

    sites: FloatArray
    weights: FloatArray
    source: Source
    _diagram: _core.PowerDiagram | _core.PeriodicDiagram
    _workers: int
    _remake: tuple[Any, ...]  # what makes an equal diagram, of which arguments

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        PowerDiagram._classes.setdefault(cls.dimension, cls)

    def __new__(cls, sites: Any = None, *arguments: Any, **options: Any) -> PowerDiagram:
        """Make a diagram in space of sites in space."""
        known = PowerDiagram._classes
        made = known.get(points_dimension(sites), cls) if cls is PowerDiagram else cls
        return object.__new__(made)

    @staticmethod
    def _core_diagram(
        sites: FloatArray, weights: FloatArray, source: Source, workers: int
    ) -> _core.PowerDiagram | _core.PeriodicDiagram:
        kind = _core.PeriodicDiagram if source.periodic else _core.PowerDiagram
        return kind(sites, weights, source._core, workers)

    def __init__(
        self, sites: Any, weights: Any = None, source: Source | None = None, *, workers: int = 1
    ) -> None:
        y = as_points(sites, "sites", self.dimension)
        w = np.zeros(len(y)) if weights is None else as_values(weights, "weights", len(y))
        rho, threads = as_source(source, self.dimension), as_workers(workers)
        core = self._core_diagram(y, w, rho, threads)
        remake = partial(type(self), workers=threads), (y, w, rho)
        self._set(core, read_only(y), read_only(w), rho, threads, remake)

    @classmethod
    def _from_core(
        cls,
        core: _core.PowerDiagram | _core.PeriodicDiagram,
        sites: FloatArray,
        weights: FloatArray,
        source: Source,
        workers: int,
        remake: tuple[Any, ...],
    ) -> PowerDiagram:
        """Wrap a diagram that the solver has built, and that pickles as told."""
        diagram = object.__new__(PowerDiagram._classes.get(source.dimension, PowerDiagram))
        diagram._set(core, sites, weights, source, workers, remake)
        return diagram

    def _set(
        self,
        core: _core.PowerDiagram | _core.PeriodicDiagram,
        sites: FloatArray,
        weights: FloatArray,
        source: Source,
        workers: int,
        remake: tuple[Any, ...],
    ) -> None:
        fields = {"sites": sites, "weights": weights, "source": source}
        self.__dict__.update(fields, _diagram=core, _workers=workers, _remake=remake)

    def __len__(self) -> int:
        return len(self.sites)

    def __repr__(self) -> str:
        return f"<PowerDiagram of {len(self)} sites>"

    def __reduce__(self) -> tuple[Any, ...]:
        return self._remake

    @property
    def _elsewhere(self) -> frozenset[str]:
        return frozenset({"simplices"} if self.source.periodic else ())

    @cached_property
    def areas(self) -> FloatArray:
        """The area of each cell inside the domain (n,)."""
        areas: FloatArray = read_only(self._diagram.areas())
        return areas

    @cached_property
    def hidden(self) -> IntArray:
        """Indices of the sites whose cell in the whole plane is empty (h,), increasing."""
        hidden: IntArray = read_only(self._diagram.hidden().astype(np.intp))
        return hidden

    @cached_property
    def simplices(self) -> IntArray:
        """The weighted Delaunay triangles (t, 3), counter-clockwise, as indices of sites.

        There are none when all visible sites lie on one line. In space tetrahedra (t, 4),
        positively oriented, and none when all visible sites lie in one plane.

        Raises
        ------
        ValueError
            The source is periodic: `facets` tell which cells meet. It is an AttributeError, too.
        """
        if self.source.periodic:
            raise ElsewhereError(
                "simplices: the source is periodic, and on a torus cells may meet in other ways; "
                ".facets tell which do. Expected a source without periodic=True"
            )
        assert not isinstance(self._diagram, _core.PeriodicDiagram)
        simplices: IntArray = read_only(self._diagram.simplices().astype(np.intp))
        return simplices

    @cached_property
    def facets(self) -> Any:
        """The common boundaries of the cells inside the domain: `Facets`."""
        return Facets._of(self._diagram)

    def adjacency(self) -> csr_array:
        """Compute how much of their boundaries cells share.

        Returns
        -------
        scipy.sparse.csr_array of shape (n, n)
            The length of the common boundary of cells i and j inside the domain. Symmetric, with an
            entry for each pair whose length is not 0 in double precision. What a cell shares with
            itself, around a torus, does not count.

        Examples
        --------
        >>> import brenier
        >>> d = brenier.PowerDiagram([(0.25, 0.5), (0.75, 0.5)])
        >>> d.adjacency().toarray()
        array([[0., 1.],
               [1., 0.]])
        """
        long = self.facets._are_between_cells
        return adjacency(len(self), self.facets.sites[long], self.facets._lengths[long])

    def hessian(self) -> csr_array:
        """Derivatives of the masses by the weights, ∂m_i/∂w_j.

        Returns
        -------
        scipy.sparse.csr_array of shape (n, n)
            Symmetric and positive semi-definite, with rows that sum to zero: -1/(2 |y_i - y_j|)
            ∫ρ ds over the common facet, off the diagonal.

        References
        ----------
        J. Kitagawa, Q. Mérigot, B. Thibert (2019), Convergence of a Newton algorithm for
        semi-discrete optimal transport.
        """
        facets, long = self.facets, self.facets._are_between_cells
        pairs = facets.sites[long]
        i, j = pairs.T
        away = self.sites[i] - self.sites[j]
        if self.source._torus is not None:
            away = away - facets.shifts[long] * self.source._torus.period
        distances = np.hypot(*away.T)
        return mass_derivatives(len(self), pairs, facets.masses[long] / (2.0 * distances))

    def cells(self) -> Cells:
        """Compute all cells at once: polygons that fit together, for `to_geojson`, `to_shapely`.

        Returns
        -------
        Cells
            Flat arrays of points and offsets; as a sequence, what `cell` returns for each site.
        """
        return self._cells

    @cached_property
    def _cells(self) -> Cells:
        points, *offsets = self._diagram.cells()
        return Cells(read_only(points), *(read_only(array.astype(np.intp)) for array in offsets))

    def cell(self, i: int) -> Any:
        """Compute the cell of site i inside the domain.

        Parameters
        ----------
        i : int
            The site's index; negative ones count from the end.

        Returns
        -------
        list of ndarray of shape (k, 2)
            The outlines of its pieces, counter-clockwise, each followed by those of its holes,
            clockwise: none if the cell is empty, one if the domain is convex. They are polygons
            that do not cross, and neighbours have the same vertices, to the last bit. Under a
            periodic source the cell is whole, one polygon around its site, which may reach beyond
            the box; vertices that it shares with a copy of a neighbour agree but for rounding. In
            space a `Polyhedron`.

        Raises
        ------
        IndexError
            There is no such site.
        TypeError
            `i` is no int.
        """
        return self._cells[i]

    def index(self, x: Any) -> IntArray:
        """Tell whose cell each point lies in.

        Parameters
        ----------
        x : array_like of shape (m, 2), in space (m, 3)
            Points, in the domain or not.

        Returns
        -------
        ndarray of shape (m,)
            Indices of sites; a point on a facet goes to one of its sides, always the same.
        """
        points = as_points(x, "x", self.dimension)
        return self._diagram.locate(points, self._workers).astype(np.intp)
