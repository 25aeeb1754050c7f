"""Standard normal noise made codes: the map in the place of a generator's first layer."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

import brenier
from brenier._arguments import require_instance
from brenier._arrays import FloatArray
from brenier._neighbors import NEIGHBORS
from brenier._normal_points import points_of_normals, require_normals
from brenier.torch import operators
from brenier.torch.host import refuse_recording, refuse_transforms
from brenier.torch.plan import PlanModule
from brenier.torch.tensors import as_dtype, on_host, require_tensor

__all__ = ["NoiseMap"]


class NoiseMap(PlanModule):
    """A function of noise: the same noise gives the same code, as a generator's mapping network.

    It takes the standard normal noise z that a model is written for, (b, z_dim), and gives codes of
    the map. Seeds, truncation (a factor in front of z), walks through z, averages of generators,
    parallel training and metrics that draw z themselves go on working.

    - z₁ and z₂ choose the point x of the source: on the unit square (Φ(z₁), Φ(z₂)), with the normal
      distribution function Φ; on other uniform densities, and on grids, by the inverse of their own
      law; in a Gaussian one mean + L z, L Lᵀ the covariance. In space z₁, z₂ and z₃ do, and what
      follows comes one number later.
    - The code is m(x). Where the map is singular it is the value of the point's own cell: a
      function of noise cannot draw again, and so every cell keeps its mass, as with
      ``singular="snap"``.
    - With `local`, z₃ to z₁₂ are the noise ε_k along the 10 values c_k nearest to that of the
      point's own site, c_i: local/√10 · Σ ε_k (c_k - c_i) is added. If only q < 10 numbers follow
      z₂, it is local/√q times the sum over the q nearest.
    - The numbers after these are not looked at.

    It has buffers, no parameters, and goes through `state_dict`, copies, pickles and
    `torch.compile` as `LatentSampler` does. The codes are found on the host.

    Parameters
    ----------
    m : ContinuousMap, optional
        The map, with or without values; None for a module that gets it from a `state_dict`. Its
        source has to be `brenier.Uniform`, `brenier.Raster`, `brenier.Bilinear`, or a
        `brenier.Gaussian` whose domain holds nearly all of it, as the default one does.
    local : float, default 0.0
        How much local noise to add, as for `brenier.LatentSampler`.
    dtype : torch.dtype, optional
        Of the codes, until the module is moved to another; torch's default dtype if None.

    Raises
    ------
    TypeError
        `m` is no ContinuousMap, or another argument of a wrong kind.
    ValueError
        `local` is negative, or normal noise cannot be sent to the map's source.

    Examples
    --------
    >>> import brenier.torch, numpy as np, torch
    >>> codes = np.random.default_rng(0).normal(size=(500, 64))
    >>> m = brenier.ContinuousMap(brenier.solve(codes[:, :2]), values=codes)
    >>> mapping = brenier.torch.NoiseMap(m, local=0.5)
    >>> z = torch.randn(16, 100, generator=torch.Generator().manual_seed(0))
    >>> w = mapping(z)
    >>> w.shape, bool(torch.equal(mapping(z[:4]), w[:4]))
    (torch.Size([16, 64]), True)
    """

    def __init__(
        self,
        m: brenier.ContinuousMap | None = None,
        *,
        local: float = 0.0,
        dtype: torch.dtype | None = None,
    ) -> None:
        sampler = None
        if m is not None:
            require_instance(m, "m", brenier.ContinuousMap, "a ContinuousMap")
            require_normals(m.transport.source, "m")
            sampler = brenier.LatentSampler(m, singular="snap", local=local)
        super().__init__(sampler, as_dtype(dtype))

    def forward(self, z: torch.Tensor) -> torch.Tensor:
        """Make codes of noise.

        Parameters
        ----------
        z : Tensor of shape (b, z_dim)
            Standard normal noise of a floating-point dtype, on any device: two numbers or more, and
            three or more with local noise; in space one more.

        Returns
        -------
        Tensor of shape (b, D)
            Codes, of the dtype and on the device that the module was moved to, without grad. A row
            depends on its own noise only, not on the batch.

        Raises
        ------
        ValueError
            `z` has a wrong shape, too few numbers or one that is not finite, or the module has no
            plan or an unsound one.
        TypeError
            `z` is no dense floating-point tensor, or requires grad.
        RuntimeError
            It is scripted, traced, exported, or mapped by `torch.func`.
        """
        refuse_recording("NoiseMap")
        require_tensor(z, "z")
        if z.requires_grad:
            raise TypeError(
                "z requires grad, and NoiseMap has none to give; pass z.detach(), and optimise the "
                "codes that it returns"
            )
        if torch.compiler.is_compiling():
            codes: torch.Tensor = operators.map_noise(z, self.plan, self.like, self._key)
            return codes
        refuse_transforms("NoiseMap", z)
        return self._codes(z, self.like)

    def _codes(self, z: torch.Tensor, like: torch.Tensor) -> torch.Tensor:
        sampler = self.sampler
        dimension = sampler.source.dimension
        needed = dimension + 1 if sampler.local else dimension
        shape = tuple(z.shape)
        if len(shape) != 2 or shape[1] < needed:
            local = " with local noise" if sampler.local else ""
            remedy = "; flatten it: z.flatten(1)" if len(shape) > 2 else ""
            raise ValueError(
                f"z has shape {shape}; expected (b, z_dim), z_dim {needed} or more{local}{remedy}"
            )
        noise = on_host(z[:, : dimension + NEIGHBORS])
        _require_finite(noise)
        x = points_of_normals(sampler.source, noise[:, :dimension])
        codes = sampler.map(x)
        if sampler.local:
            _add_local_noise(sampler, x, noise[:, dimension:], codes)
        return torch.from_numpy(codes).to(like)


def _add_local_noise(
    sampler: brenier.LatentSampler, x: FloatArray, noise: FloatArray, codes: npt.NDArray[Any]
) -> None:
    """Add the local noise to the codes of points, in place; directions without numbers get 0."""
    t, values = sampler.transport, sampler._values
    directions = values.neighbors.shape[1]
    given = min(noise.shape[1], directions)
    epsilon = np.zeros((len(x), directions))
    epsilon[:, :given] = noise[:, :given]
    # The core divides by the root of the number of directions: here only some have numbers.
    scale = sampler.local * math.sqrt(directions / given)
    values.add_local_noise(codes, t.index(x).astype(np.int32), epsilon, scale, t._workers)


def _require_finite(noise: FloatArray) -> None:
    finite = np.isfinite(noise)
    if not finite.all():
        row, column = np.argwhere(~finite)[0].tolist()
        raise ValueError(f"z[{row}, {column}] is {noise[row, column]}; expected finite numbers")
