"""Normal densities on polygons, and sums of them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier import _core
from brenier._arrays import FloatArray, as_points, as_real_array, as_values, read_only
from brenier._envelope import NormalEnvelope, squared_distances
from brenier._sampling import PORTION
from brenier.domains import as_rings
from brenier.sources import PolygonSource, rings_of

__all__ = ["Gaussian", "GaussianMixture"]


class _NormalSource(PolygonSource):
    """What one normal density and a sum of them have in common."""

    def __init__(
        self,
        domain: Any,
        means: FloatArray,
        covs: FloatArray,
        weights: FloatArray,
        *,
        is_single: bool,
    ) -> None:
        rings = [] if domain is None else as_rings(domain)
        self._core = _core.gaussian(rings, means, covs, weights, is_single)
        self._means: FloatArray = read_only(means)
        self._covs: FloatArray = read_only(0.5 * covs + 0.5 * covs.swapaxes(1, 2))
        self._given_weights: FloatArray = read_only(weights)
        shares = weights / weights.max()
        self._weights: FloatArray = read_only(shares / shares.sum())
        self._envelopes: dict[int, NormalEnvelope] = {}

    def _density(self, x: FloatArray) -> FloatArray:
        rho: FloatArray = np.where(
            self._core.contains(x), _core.gaussian_density(self._core, x), 0.0
        )
        return rho

    def _range_over(self, triangles: FloatArray) -> tuple[FloatArray, FloatArray]:
        low, high = np.zeros(len(triangles)), np.zeros(len(triangles))
        for k, (mass, inside) in enumerate(zip(*_core.gaussian_masses(self._core), strict=True)):
            if mass == 0:
                continue
            factor = _cholesky(self._covs[k])
            inverse = np.linalg.inv(factor)
            whitened = _product(inverse, triangles.reshape(-1, 2) - self._means[k])
            near, far = squared_distances(whitened.reshape(-1, 3, 2))
            peak = mass / inside / (2 * np.pi * factor[0, 0] * factor[1, 1])
            low += peak * np.exp(-0.5 * far)
            high += peak * np.exp(-0.5 * near)
        return low, high

    def _sample(self, count: int, rng: np.random.Generator) -> FloatArray:
        masses, inside = _core.gaussian_masses(self._core)
        component = rng.choice(len(masses), size=count, p=masses / masses.sum())
        points = np.empty((count, 2))
        for k in np.unique(component):
            drawn = np.flatnonzero(component == k)
            points[drawn] = self._sample_component(k, float(inside[k]), len(drawn), rng)
        return points

    def _sample_component(
        self, k: int, inside: float, count: int, rng: np.random.Generator
    ) -> FloatArray:
        """Draw from one component, of which a part lies inside, restricted to the domain."""
        factor = _cholesky(self._covs[k])
        if inside < 0.1:
            if k not in self._envelopes:
                inverse = np.linalg.inv(factor)
                whitened = [_product(inverse, ring - self._means[k]) for ring in self.rings]
                self._envelopes[k] = NormalEnvelope(whitened)
            drawn = _product(factor, self._envelopes[k].sample(count, rng))
            drawn += self._means[k]
            return drawn
        accepted = [np.zeros((0, 2))]
        missing = count
        while missing:
            draws = min(2 * missing, PORTION)
            points = self._means[k] + _product(factor, rng.standard_normal((draws, 2)))
            points = points[self._core.contains(points)][:missing]
            accepted.append(points)
            missing -= len(points)
        return np.concatenate(accepted)


class Gaussian(_NormalSource):
    """The normal density, restricted to a polygon.

    Parameters
    ----------
    mean : array_like of shape (2,), default (0, 0)
    cov : float or array_like of shape (2,) or (2, 2), default 1.0
        The variance in every direction; or the variances of x and y; or the covariance matrix,
        symmetric and positive definite.
    domain : as for `Uniform`, optional
        The polygon. None is the box of 8 standard deviations around the mean, in x and in y.

    Raises
    ------
    ValueError
        A shape is wrong, a number is not finite, `cov` is not symmetric or not positive definite,
        the domain is not sound (as for `Uniform`), or lies more than 1,000 standard deviations
        from the mean.
    TypeError
        An argument is of a wrong kind.

    Notes
    -----
    The density is scaled to have mass 1 on the domain. Outside of the default one lie 2.5e-15 of
    the normal density.

    Masses, moments and facets are exact but for rounding: to about 1e-14, relative for cells that
    are small. Where the density is below e⁻⁸⁰ (2e-35) of its mean on the domain, it counts as 0.

    Examples
    --------
    >>> import brenier
    >>> prior = brenier.Gaussian()
    >>> prior.bounds
    (-8.0, -8.0, 8.0, 8.0)
    >>> brenier.PowerDiagram([(-1, 0), (1, 0)], source=prior).masses.round(12)
    array([0.5, 0.5])
    """

    _kind = "gaussian"

    def __init__(self, mean: Any = (0, 0), cov: Any = 1.0, domain: Any = None) -> None:
        means = as_values(mean, "mean", 2).reshape(1, 2)
        super().__init__(domain, means, _covariance(cov)[None], np.ones(1), is_single=True)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.mean, self.cov, self.domain)

    def _require_inverse(self) -> None:
        if _core.gaussian_masses(self._core)[1][0] < 0.1:
            super()._require_inverse()

    def _from_square(self, u: FloatArray) -> FloatArray:
        from scipy.special import ndtri

        points = self.mean + _product(_cholesky(self.cov), ndtri(u))
        inside: FloatArray = points[self._core.contains(points)]
        return inside

    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        return {**super()._to_arrays(), "mean": self.mean, "cov": self.cov}

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> Gaussian:
        return cls(arrays["mean"], arrays["cov"], rings_of(arrays))

    @property
    def mean(self) -> FloatArray:
        """The mean (2,) of the density on the whole plane; read-only."""
        mean: FloatArray = self._means[0]
        return mean

    @property
    def cov(self) -> FloatArray:
        """The covariance matrix (2, 2) of the density on the whole plane; read-only."""
        cov: FloatArray = self._covs[0]
        return cov

    def __repr__(self) -> str:
        return f"<Gaussian at {self.mean.tolist()} with covariance {self.cov.tolist()}>"


class GaussianMixture(_NormalSource):
    """A weighted sum of normal densities, restricted to a polygon.

    Parameters
    ----------
    means : array_like of shape (k, 2)
    covs : array_like of shape (k,) or (k, 2, 2)
        The variance of each component, the same in every direction; or its covariance matrix,
        symmetric and positive definite.
    weights : array_like of shape (k,), optional
        The mass of each component on the whole plane, up to a common factor: >= 0, not all 0. By
        default all are the same.
    domain : as for `Uniform`, optional
        The polygon. None is the box around all points within 8 standard deviations of a mean, in x
        and in y.

    Raises
    ------
    ValueError
        A shape is wrong, a number is not finite, a covariance is not symmetric or not positive
        definite, a weight is negative, all are 0, the domain is not sound (as for `Uniform`), or
        lies more than 1,000 standard deviations from every mean.
    TypeError
        An argument is of a wrong kind.

    Notes
    -----
    The sum is scaled to have mass 1 on the domain; what a component loses beyond it is not made
    up for. `Gaussian` tells how exact the integrals are.

    Examples
    --------
    >>> import brenier
    >>> prior = brenier.GaussianMixture([(0, 0), (10, 0)], [1, 4], weights=[3, 1])
    >>> prior.bounds
    (-8.0, -16.0, 26.0, 16.0)
    >>> prior.weights
    array([0.75, 0.25])
    """

    _kind = "gaussian mixture"

    def __init__(self, means: Any, covs: Any, weights: Any = None, domain: Any = None) -> None:
        centres = as_points(means, "means")
        count = len(centres)
        if count == 0:
            raise ValueError("means has shape (0, 2); expected (k, 2), k at least 1")
        matrices = as_real_array(covs, "covs")
        if matrices.shape == (count,):
            matrices, variances = np.zeros((count, 2, 2)), matrices
            matrices[:, (0, 1), (0, 1)] = variances[:, None]
        if matrices.shape != (count, 2, 2):
            raise ValueError(
                f"covs has shape {matrices.shape}; expected ({count},) or ({count}, 2, 2)"
            )
        shares = np.ones(count) if weights is None else as_values(weights, "weights", count)
        super().__init__(domain, centres, matrices, shares, is_single=False)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.means, self.covs, self._given_weights, self.domain)

    def _to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        state = {"means": self.means, "covs": self.covs, "component_weights": self._given_weights}
        return {**super()._to_arrays(), **state}

    @classmethod
    def _from_arrays(cls, arrays: dict[str, Any]) -> GaussianMixture:
        return cls(arrays["means"], arrays["covs"], arrays["component_weights"], rings_of(arrays))

    @property
    def means(self) -> FloatArray:
        """The means (k, 2) of the components on the whole plane; read-only."""
        return self._means

    @property
    def covs(self) -> FloatArray:
        """The covariance matrices (k, 2, 2) of the components on the whole plane; read-only."""
        return self._covs

    @property
    def weights(self) -> FloatArray:
        """The masses (k,) of the components on the whole plane, with sum 1; read-only."""
        return self._weights

    def __repr__(self) -> str:
        return f"<GaussianMixture of {len(self.means)} components over {self.bounds}>"


def _covariance(value: Any) -> FloatArray:
    """Make a matrix of a variance, or of two."""
    cov = as_real_array(value, "cov")
    if cov.size == 1:
        return np.diag([cov.item(), cov.item()])
    if cov.shape == (2,):
        return np.diag(cov)
    if cov.shape != (2, 2):
        raise ValueError(f"cov has shape {cov.shape}; expected (), (2,) or (2, 2)")
    return cov


def _cholesky(cov: FloatArray) -> FloatArray:
    """Factor a covariance matrix, exactly but for the last rounding, however flat it is."""
    xx, xy, yy = cov[0, 0], cov[0, 1], cov[1, 1]
    rest = float(Fraction(yy) - Fraction(xy) ** 2 / Fraction(xx))
    return np.array([[np.sqrt(xx), 0.0], [xy / np.sqrt(xx), np.sqrt(rest)]])


def _product(lower: npt.NDArray[Any], points: FloatArray) -> FloatArray:
    """Apply a lower triangular matrix to points, with the same rounding on every processor."""
    x, y = points.T
    product: FloatArray = np.column_stack([lower[0, 0] * x, lower[1, 0] * x + lower[1, 1] * y])
    return product
