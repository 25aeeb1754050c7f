"""A map as a layer, with the gradient passed straight through."""

from __future__ import annotations

from typing import Any

import torch

import brenier
from brenier._planar import refuse_torus
from brenier.torch import operators
from brenier.torch.host import refuse_recording, refuse_transforms
from brenier.torch.plan import PlanModule
from brenier.torch.tensors import as_points_of, require_tensor

__all__ = ["StraightThrough"]


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
    ValueError
        It goes to values of another dimension, whose gradient is none of points.

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
        if map is not None:
            _require_map_in_place(map)
        super().__init__(None if map is None else brenier.LatentSampler(map), None)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Apply the map.

        Parameters
        ----------
        x : Tensor of shape (..., 2), in space (..., 3)
            Points of the source's domain, of a floating-point dtype.

        Returns
        -------
        Tensor of shape (..., 2), in space (..., 3)
            Their images, of the dtype and on the device of `x`.

        Raises
        ------
        ValueError
            `x` has a wrong shape or is not finite, or the module has no plan or an unsound one.
        TypeError
            `x` is no dense floating-point tensor.
        RuntimeError
            It is scripted, traced, exported, or mapped by `torch.func`.
        """
        refuse_recording("StraightThrough")
        require_tensor(x, "x")
        if torch.compiler.is_compiling():
            return operators.image(x, self.plan, self._key)
        refuse_transforms("StraightThrough", x)
        image: torch.Tensor = _StraightThrough.apply(x, self)
        return image

    def _images(self, x: torch.Tensor) -> torch.Tensor:
        _require_map_in_place(self.sampler.map)
        images = self.sampler.map(as_points_of(x, "x", self.sampler.transport.source.dimension))
        return torch.from_numpy(images).reshape(x.shape).to(x.dtype).to(x.device)


class _StraightThrough(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, layer: StraightThrough) -> torch.Tensor:
        return layer._images(x)

    @staticmethod
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, None]:
        return gradient, None


def _require_map_in_place(map: Any) -> None:
    if isinstance(map, brenier.SampledTransport):
        raise ValueError(
            "map is a SampledTransport; expected a map of the plane or of space: for latents of "
            "any dimension take brenier.torch.LatentSampler or Coupling"
        )
    if isinstance(map, brenier.Transport):
        refuse_torus(map.source, "StraightThrough")
        return
    dimension = map.transport.source.dimension
    if map.values.shape[1] != dimension:
        raise ValueError(
            f"map goes to values of {map.values.shape[1]} numbers; expected {dimension}, as their "
            "gradient is taken for that of x: for latents of any dimension take "
            "brenier.torch.LatentSampler or NoiseMap"
        )
