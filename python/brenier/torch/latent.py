"""Latents inside a network: a sampler that takes the place of noise, and the map as a layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

import brenier
from brenier._arguments import shown
from brenier.torch.plan import PlanModule
from brenier.torch.tensors import on_host, require_tensor

__all__ = ["LatentSampler", "StraightThrough"]

_SEEDS = 2**63 - 1


class LatentSampler(PlanModule):
    """`brenier.LatentSampler` as a module: it takes the place of ``torch.rand`` or ``torch.randn``.

    It has buffers, no parameters. They go through `state_dict`, copies and pickles; a
    `state_dict` may be loaded whatever number of sites it comes from. The latents are drawn on the
    host (millions a second) and have the dtype and the device that the module was moved to.

    Parameters
    ----------
    sampler : brenier.LatentSampler, optional
        What to draw from; None for a module that gets it from a `state_dict`.
    dtype : torch.dtype, optional
        Of the latents; torch's default dtype if None.

    Raises
    ------
    TypeError
        `sampler` is no `brenier.LatentSampler`, or `dtype` no floating-point dtype.

    Examples
    --------
    >>> import brenier, brenier.torch, numpy as np, torch
    >>> codes = np.random.default_rng(0).normal(size=(500, 2))
    >>> m = brenier.ContinuousMap(brenier.solve(codes))
    >>> noise = brenier.torch.LatentSampler(brenier.LatentSampler(m))
    >>> noise(64, generator=torch.Generator().manual_seed(0)).shape
    torch.Size([64, 2])
    """

    def __init__(
        self, sampler: brenier.LatentSampler | None = None, dtype: torch.dtype | None = None
    ) -> None:
        if not isinstance(sampler, (brenier.LatentSampler, type(None))):
            raise TypeError(
                f"sampler is of type {type(sampler).__name__}; expected a brenier.LatentSampler"
            )
        if dtype is not None and not (
            isinstance(dtype, torch.dtype) and torch.empty(0, dtype=dtype).is_floating_point()
        ):
            raise TypeError(f"dtype is {shown(dtype)}; expected a floating-point torch.dtype")
        super().__init__(sampler, dtype)

    def forward(self, n: int, generator: torch.Generator | None = None) -> torch.Tensor:
        """Draw latents.

        Parameters
        ----------
        n : int
            How many; 0 or more.
        generator : torch.Generator, optional
            Source of randomness, on any device; torch's own if None, so that
            ``torch.manual_seed`` fixes what is drawn, and workers of a DataLoader differ.

        Returns
        -------
        Tensor of shape (n, 2)
            Without grad.

        Raises
        ------
        ValueError
            `n` is negative, or the module has no plan or an unsound one.
        TypeError
            `n` is no int, or `generator` no torch.Generator.
        """
        if generator is not None and not isinstance(generator, torch.Generator):
            raise TypeError(f"generator is {shown(generator)}; expected a torch.Generator")
        device = "cpu" if generator is None else generator.device
        seed = torch.randint(_SEEDS, (), generator=generator, device=device)
        _, latents, _ = self.sampler._draw(n, np.random.default_rng(int(seed)))
        return torch.from_numpy(latents).to(self.like.dtype).to(self.like.device)


class StraightThrough(PlanModule):
    """A map as a layer, with the gradient passed straight through.

    Forward, points are sent through the map. Backward, the gradient of what comes out is taken for
    that of what went in, as if the layer were not there [bengio2013]: the transport map is constant
    on cells, and its true derivative is zero.

    Parameters
    ----------
    map : ContinuousMap or Transport, optional
        The map; None for a module that gets it from a `state_dict`.

    Raises
    ------
    TypeError
        `map` is neither.

    Examples
    --------
    >>> import brenier, brenier.torch, torch
    >>> layer = brenier.torch.StraightThrough(brenier.solve([(0.25, 0.5), (0.75, 0.5)]))
    >>> x = torch.tensor([[0.1, 0.9]], requires_grad=True)
    >>> z = layer(x)
    >>> z.sum().backward()
    >>> z.tolist(), x.grad.tolist()
    ([[0.25, 0.5]], [[1.0, 1.0]])
    """

    def __init__(self, map: brenier.ContinuousMap | brenier.Transport | None = None) -> None:
        if map is not None and not isinstance(map, (brenier.ContinuousMap, brenier.Transport)):
            raise TypeError(
                f"map is of type {type(map).__name__}; expected a ContinuousMap or a Transport"
            )
        super().__init__(None if map is None else brenier.LatentSampler(map), None)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Apply the map.

        Parameters
        ----------
        x : Tensor of shape (k, 2)
            Points of the source's domain, of a floating-point dtype.

        Returns
        -------
        Tensor of shape (k, 2)
            Their images, of the dtype and on the device of `x`.

        Raises
        ------
        ValueError
            `x` has a wrong shape or is not finite, or the module has no plan or an unsound one.
        TypeError
            `x` is no dense floating-point tensor.
        """
        image: torch.Tensor = _StraightThrough.apply(require_tensor(x, "x"), self.sampler.map)
        return image


class _StraightThrough(torch.autograd.Function):
    @staticmethod
    def forward(
        ctx: Any, x: torch.Tensor, map: brenier.ContinuousMap | brenier.Transport
    ) -> torch.Tensor:
        return torch.from_numpy(map(on_host(x))).to(x.dtype).to(x.device)

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None]:
        return gradient, None
