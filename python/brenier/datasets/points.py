"""Points in the plane to try things on: Gaussians on a ring and on a grid, and a swiss roll.

The places and the widths are those that the literature on mode collapse uses, so that figures can
be compared. `PointCloud` tells which samples of a generator are good.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arguments import as_generator, as_number, as_size, shown
from brenier._arrays import FloatArray, as_finite_points

__all__ = ["PointCloud", "gaussian_grid", "gaussian_ring", "swiss_roll"]

_SPIRAL_SIZE = 7.5
_SPIRAL_ANGLES = (1.5 * math.pi, 4.5 * math.pi)


@dataclass(frozen=True, eq=False)
class PointCloud:
    """Independent points of a known law: a ridge, and Gaussian noise around it.

    Attributes
    ----------
    points : ndarray of shape (n, 2)
        The points.
    labels : ndarray of shape (n,), or None
        The mode of each point; None where there are no modes.
    ridge : ndarray of shape (k, 2)
        Where the density is highest: the modes, which are the means of the Gaussians, or places
        along a curve, a tenth of `sigma` apart or less.
    sigma : float
        The noise's standard deviation along each axis.
    name : str
        What the points are called.
    """

    points: FloatArray
    labels: npt.NDArray[np.int64] | None
    ridge: FloatArray
    sigma: float
    name: str

    def __len__(self) -> int:
        return len(self.points)

    def nearest(self, samples: Any) -> tuple[FloatArray, npt.NDArray[np.int64]]:
        """Find the nearest place of the ridge.

        Parameters
        ----------
        samples : array_like of shape (m, 2)
            Any points of the plane.

        Returns
        -------
        distances : ndarray of shape (m,)
            How far it is.
        indices : ndarray of shape (m,)
            Which row of `ridge` it is; with modes, the mode.
        """
        from scipy.spatial import KDTree

        distances, indices = KDTree(self.ridge).query(as_finite_points(samples, "samples"))
        return distances, indices.astype(np.int64)

    def is_high_quality(self, samples: Any, *, deviations: float = 4.0) -> npt.NDArray[np.bool_]:
        """Tell which samples lie within so many standard deviations of the ridge.

        Of fresh points around modes, exp(-deviations² / 2) do not: 0.03 % at four deviations, and
        1.1 % at three, which is where VEEGAN and PacGAN draw the line.

        Parameters
        ----------
        samples : array_like of shape (m, 2)
            Any points of the plane.
        deviations : float, default 4
            How many times `sigma` is near enough.

        Returns
        -------
        ndarray of shape (m,)
            Bools.
        """
        limit = as_number(deviations, "deviations", least=0.0) * self.sigma
        return self.nearest(samples)[0] <= limit


def gaussian_ring(
    n: int, rng: Any = None, *, modes: int = 8, radius: float = 2.0, sigma: float = 0.02
) -> PointCloud:
    """Draw from equal Gaussians whose means are evenly spaced on a circle around the origin.

    Eight of sigma 0.02 on a circle of radius 2 are those of Unrolled GAN, and of Wasserstein GANs
    up to scale.

    Parameters
    ----------
    n : int
        How many points; 0 or more.
    rng : None, int or numpy.random.Generator
        Source of randomness; the same seed gives the same points.
    modes : int, default 8
        How many Gaussians; 1 or more.
    radius, sigma : float
        Of the circle; the standard deviation along each axis.

    Returns
    -------
    PointCloud
        Mode 0 is at (radius, 0), the others follow counter-clockwise.

    Raises
    ------
    ValueError
        `n` is negative, `modes` less than 1, or a length not positive and finite.
    TypeError
        `n` or `modes` is no int, or `rng` is of a wrong kind.

    References
    ----------
    L. Metz, B. Poole, D. Pfau, J. Sohl-Dickstein (2017), Unrolled generative adversarial networks.
    ICLR.

    Examples
    --------
    >>> from brenier import datasets
    >>> ring = datasets.gaussian_ring(2000, rng=0)
    >>> ring.points.shape, len(ring.ridge)
    ((2000, 2), 8)
    """
    angles = 2 * math.pi * np.arange(as_size(modes, "modes", least=1)) / modes
    means = _as_length(radius, "radius") * np.column_stack([np.cos(angles), np.sin(angles)])
    return _gaussians(n, rng, means, sigma, f"{modes} Gaussians on a circle")


def gaussian_grid(
    n: int, rng: Any = None, *, side: int = 5, spacing: float = 2.0, sigma: float = 0.05
) -> PointCloud:
    """Draw from equal Gaussians whose means are a square grid around the origin.

    Twenty-five of sigma 0.05 (variance 0.0025), a distance of 2 apart, are those of VEEGAN and
    PacGAN, and of Wasserstein GANs up to scale. VEEGAN counts samples within three deviations of
    the nearest mode, and the modes that at least one of these is nearest to.

    Parameters
    ----------
    n : int
        How many points; 0 or more.
    rng : None, int or numpy.random.Generator
        Source of randomness; the same seed gives the same points.
    side : int, default 5
        How many Gaussians in a row, and rows; 1 or more.
    spacing, sigma : float
        Between neighbouring means; the standard deviation along each axis.

    Returns
    -------
    PointCloud
        Mode 0 is at the lower left, mode 1 right of it.

    Raises
    ------
    ValueError
        `n` is negative, `side` less than 1, or a length not positive and finite.
    TypeError
        `n` or `side` is no int, or `rng` is of a wrong kind.

    References
    ----------
    A. Srivastava, L. Valkov, C. Russell, M. U. Gutmann, C. Sutton (2017), VEEGAN: reducing mode
    collapse in GANs using implicit variational learning. NeurIPS.

    Z. Lin, A. Khetan, G. Fanti, S. Oh (2018), PacGAN: the power of two samples in generative
    adversarial networks. NeurIPS.

    Examples
    --------
    >>> from brenier import datasets
    >>> grid = datasets.gaussian_grid(2000, rng=0)
    >>> grid.is_high_quality([(2.0, 0.1), (1.0, 0.0)]).tolist()
    [True, False]
    """
    row = np.arange(as_size(side, "side", least=1)) - (side - 1) / 2
    means = _as_length(spacing, "spacing") * np.column_stack(
        [np.tile(row, side), np.repeat(row, side)]
    )
    return _gaussians(n, rng, means, sigma, f"{side * side} Gaussians on a grid")


def swiss_roll(n: int, rng: Any = None, *, sigma: float = 0.25 / _SPIRAL_SIZE) -> PointCloud:
    """Draw from a swiss roll in the plane: one and a half turns of a spiral, and noise.

    The spiral is t (cos t, sin t) / 7.5 with t uniform between 3π/2 and 9π/2, about 3.5 wide, as
    Wasserstein GANs are tried on: scikit-learn's ``make_swiss_roll`` seen from the side. Per length
    of the curve there are three times as many points at its inner end as at its outer one.

    Parameters
    ----------
    n : int
        How many points; 0 or more.
    rng : None, int or numpy.random.Generator
        Source of randomness; the same seed gives the same points.
    sigma : float, default 1/30
        The noise's standard deviation along each axis. The arms of the spiral are 0.84 apart.

    Returns
    -------
    PointCloud
        Without labels; its ridge is the spiral.

    Raises
    ------
    ValueError
        `n` is negative, or `sigma` not positive and finite.
    TypeError
        `n` is no int, or `rng` is of a wrong kind.

    References
    ----------
    I. Gulrajani, F. Ahmed, M. Arjovsky, V. Dumoulin, A. Courville (2017), Improved training of
    Wasserstein GANs. NeurIPS.

    Examples
    --------
    >>> from brenier import datasets
    >>> roll = datasets.swiss_roll(2000, rng=0)
    >>> bool(roll.is_high_quality(roll.points).mean() > 0.999)
    True
    """
    count, generator = as_size(n, "n"), as_generator(rng)
    noise = _as_length(sigma, "sigma")
    first, last = _SPIRAL_ANGLES
    # Along the spiral no step is longer than that of the angle at its outer end.
    longest = (last - first) * math.hypot(1, last) / _SPIRAL_SIZE
    ridge = _spiral(np.linspace(first, last, math.ceil(longest / (0.1 * noise)) + 1))
    points = _spiral(generator.uniform(first, last, count))
    points += noise * generator.standard_normal((count, 2))
    return PointCloud(points, None, ridge, noise, "swiss roll")


def _spiral(angles: FloatArray) -> FloatArray:
    radii = angles / _SPIRAL_SIZE
    return np.column_stack([radii * np.cos(angles), radii * np.sin(angles)])


def _gaussians(n: Any, rng: Any, means: FloatArray, sigma: Any, name: str) -> PointCloud:
    count, generator = as_size(n, "n"), as_generator(rng)
    noise = _as_length(sigma, "sigma")
    labels = generator.integers(len(means), size=count)
    points = means[labels] + noise * generator.standard_normal((count, 2))
    return PointCloud(points, labels, means, noise, name)


def _as_length(value: Any, name: str) -> float:
    length = as_number(value, name)
    if not 0 < length < math.inf:
        raise ValueError(f"{name} is {shown(value)}; expected a positive, finite number")
    return length
