"""Work on the host as operators of torch: what a compiled graph calls, and does not look into."""

from __future__ import annotations

from typing import Any

import torch

from brenier.torch.host import with_key
from brenier.torch.transport_cost import scaled

__all__ = ["couple", "draw", "image", "map_noise", "transport_cost"]

# Graphs of CUDA replay what was launched on the device, and would leave the host out.
_TAGS = [torch.Tag.cudagraph_unsafe]


# Each takes the plan, too: a graph that was compiled for a plan of another size is not used again.


@torch.library.custom_op("brenier::draw", mutates_args=(), tags=_TAGS)
def draw(
    seed: torch.Tensor, plan: torch.Tensor, like: torch.Tensor, key: int, n: int, indexed: bool
) -> tuple[torch.Tensor, torch.Tensor]:
    """Latents (n, d) of a `LatentSampler`, and the indices (n,) of their sites, if asked for."""
    drawn: tuple[torch.Tensor, torch.Tensor] = with_key(key)._drawn(n, int(seed), like, indexed)
    return drawn


@draw.register_fake
def _(
    seed: torch.Tensor, plan: torch.Tensor, like: torch.Tensor, key: int, n: int, indexed: bool
) -> tuple[torch.Tensor, torch.Tensor]:
    index = like.new_empty((n if indexed else 0,), dtype=torch.int64)
    return like.new_empty((n, with_key(key).width())), index


@torch.library.custom_op("brenier::image", mutates_args=(), tags=_TAGS)
def image(x: torch.Tensor, plan: torch.Tensor, key: int) -> torch.Tensor:
    """Images of points (…, 2) under the map of a `StraightThrough`."""
    return with_key(key)._images(x)


@image.register_fake
def _(x: torch.Tensor, plan: torch.Tensor, key: int) -> torch.Tensor:
    return x.new_empty(x.shape)


image.register_autograd(lambda ctx, gradient: (gradient, None, None))


@torch.library.custom_op("brenier::couple", mutates_args=(), tags=_TAGS)
def couple(x: torch.Tensor, plan: torch.Tensor, key: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Sites (…, 2) that points (…, 2) are sent to by a `Coupling`, and their indices (…)."""
    coupled: tuple[torch.Tensor, torch.Tensor] = with_key(key)._coupled(x)
    return coupled


@couple.register_fake
def _(x: torch.Tensor, plan: torch.Tensor, key: int) -> tuple[torch.Tensor, torch.Tensor]:
    return x.new_empty(x.shape), x.new_empty(x.shape[:-1], dtype=torch.int64)


@torch.library.custom_op("brenier::map_noise", mutates_args=(), tags=_TAGS)
def map_noise(z: torch.Tensor, plan: torch.Tensor, like: torch.Tensor, key: int) -> torch.Tensor:
    """Codes (b, d) that a `NoiseMap` makes of noise (b, z_dim)."""
    return with_key(key)._codes(z, like)


@map_noise.register_fake
def _(z: torch.Tensor, plan: torch.Tensor, like: torch.Tensor, key: int) -> torch.Tensor:
    return like.new_empty((z.shape[0], with_key(key).width()))


@torch.library.custom_op("brenier::transport_cost", mutates_args=(), tags=_TAGS)
def transport_cost(
    points: torch.Tensor, masses: torch.Tensor | None, key: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """W2² of a `Wasserstein2`, and its gradients, which are in float64 and on the host."""
    result: tuple[torch.Tensor, torch.Tensor, torch.Tensor]
    result = with_key(key)._cost_and_gradients(points, masses)
    return result


@transport_cost.register_fake
def _(
    points: torch.Tensor, masses: torch.Tensor | None, key: int
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    on_host = {"dtype": torch.float64, "device": "cpu"}
    in_points = torch.empty(points.shape, **on_host)
    return points.new_empty(()), in_points, torch.empty(points.shape[:1], **on_host)


def _keep(ctx: Any, inputs: tuple[Any, ...], output: tuple[torch.Tensor, ...]) -> None:
    ctx.save_for_backward(*inputs[:2], *output[1:])


def _differentiate(ctx: Any, of_cost: torch.Tensor, *_: torch.Tensor) -> tuple[Any, ...]:
    points, masses, *gradients = ctx.saved_tensors
    in_masses = None if masses is None else scaled(of_cost, gradients[1], masses)
    return scaled(of_cost, gradients[0], points), in_masses, None


transport_cost.register_autograd(_differentiate, setup_context=_keep)
