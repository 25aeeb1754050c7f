"""Latents inside a network: a sampler that takes the place of noise."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

import brenier
from brenier._arguments import shown
from brenier._arrays import require_finite
from brenier._sites import as_sites
from brenier.torch import operators
from brenier.torch.host import cannot_be_transformed, outside_of_graphs, refuse_recording
from brenier.torch.plan import PlanModule
from brenier.torch.tensors import as_dtype

__all__ = ["LatentSampler"]

_SEEDS = 2**63 - 1

Drawn = tuple[torch.Tensor, torch.Tensor]


class LatentSampler(PlanModule):
    """`brenier.LatentSampler` as a module: it takes the place of ``torch.rand`` or ``torch.randn``.

    It has buffers, no parameters. They go through `state_dict`, copies and pickles; a
    `state_dict` may be loaded whatever number of sites it comes from. The latents are drawn on the
    host (millions a second) and have the dtype and the device that the module was moved to.

    `torch.compile` takes it without a break, as long as no generator is given. Compiled, its seeds
    come from the compiled graph's own random numbers, which ``torch.manual_seed`` sets, too.

    Parameters
    ----------
    sampler : LatentSampler, ContinuousMap, Transport, or array_like of codes, optional
        What to draw from. Of a map, what ``brenier.LatentSampler(map)`` draws: of a transport its
        sites. Of codes (n, 2) or (n, 3), what the continuous map of ``brenier.solve(codes)`` makes,
        its gaps rejected; they may be a tensor on any device. None for a module that gets it from a
        `state_dict`.
    dtype : torch.dtype, optional
        Of the latents; torch's default dtype if None.

    Raises
    ------
    TypeError
        `sampler` is nothing of that kind, or `dtype` no floating-point dtype.
    ValueError
        Codes have a wrong shape or are not finite, or no three of their cells meet.

    Examples
    --------
    >>> import brenier.torch, numpy as np, torch
    >>> codes = np.random.default_rng(0).normal(size=(500, 2))
    >>> noise = brenier.torch.LatentSampler(codes)
    >>> noise(64, generator=torch.Generator().manual_seed(0)).shape
    torch.Size([64, 2])
    """

    def __init__(self, sampler: Any = None, dtype: torch.dtype | None = None) -> None:
        super().__init__(_as_sampler(sampler), as_dtype(dtype))

    def forward(
        self, n: int, generator: torch.Generator | None = None, *, return_index: bool = False
    ) -> torch.Tensor | tuple[torch.Tensor, torch.Tensor]:
        """Draw latents.

        Parameters
        ----------
        n : int
            How many; 0 or more.
        generator : torch.Generator, optional
            Source of randomness, on any device; torch's own if None, so that
            ``torch.manual_seed`` fixes what is drawn, and workers of a DataLoader differ.
        return_index : bool, default False
            Give also the indices of the sites in whose cells the points of the source lie: with
            ``labels[index]`` a conditional decoder gets the label of each latent.

        Returns
        -------
        latents : Tensor of shape (n, D)
            Without grad: D = 2, or as many numbers as the map's values have.
        index : Tensor of shape (n,)
            Of dtype int64, on the same device; only if asked for.

        Raises
        ------
        ValueError
            `n` is negative, or the module has no plan or an unsound one.
        TypeError
            `n` is no int, or `generator` no torch.Generator.
        RuntimeError
            It is scripted, traced, exported, or mapped by `torch.func`.
        """
        refuse_recording("LatentSampler")
        if not torch.compiler.is_compiling():
            drawn = self._draw(n, generator, return_index)
        elif generator is None:
            seed = torch.randint(_SEEDS, (), device="cpu")
            drawn = operators.draw(seed, self.plan, self.like, self._key, n, return_index)
        else:
            drawn = self._draw_outside(n, generator, return_index)
        return drawn if return_index else drawn[0]

    def _draw(self, n: int, generator: torch.Generator | None, return_index: bool) -> Drawn:
        if generator is not None and not isinstance(generator, torch.Generator):
            raise TypeError(f"generator is {shown(generator)}; expected a torch.Generator")
        device = "cpu" if generator is None else generator.device
        seed = torch.randint(_SEEDS, (), generator=generator, device=device)
        try:
            number = int(seed)
        except RuntimeError as error:
            raise cannot_be_transformed("LatentSampler") from error
        return self._drawn(n, number, self.like, return_index)

    _draw_outside = outside_of_graphs(_draw)

    def _drawn(self, n: int, seed: int, like: torch.Tensor, return_index: bool) -> Drawn:
        """Draw latents like a tensor; their indices, or none, on its device."""
        source, latents, _ = self.sampler._draw(n, np.random.default_rng(seed))
        z = torch.from_numpy(latents).to(like)
        if not return_index:
            return z, z.new_empty(0, dtype=torch.int64)
        index = self.sampler.transport.index(source).astype(np.int64, copy=False)
        return z, torch.from_numpy(index).to(like.device)


def _as_sampler(value: Any) -> brenier.LatentSampler | None:
    """Make a sampler of codes, of a transport, of a map or of a sampler."""
    if value is None or isinstance(value, brenier.LatentSampler):
        return value
    if isinstance(value, (brenier.ContinuousMap, brenier.Transport)):
        return brenier.LatentSampler(value)
    if isinstance(value, torch.nn.Module):
        raise TypeError(
            f"sampler is of type {type(value).__name__}; expected a brenier.LatentSampler, or what "
            "one is made of: a ContinuousMap, a Transport, codes (n, 2) or (n, 3)"
        )
    given = value.cpu() if isinstance(value, torch.Tensor) else value
    codes = as_sites(given, "sampler")
    require_finite(codes, "sampler")
    return brenier.LatentSampler(brenier.ContinuousMap(brenier.solve(codes)))
