"""Optimal transport in torch: latents and couplings in modules, differentiable transport cost.

Imported by the user (``import brenier.torch``); `brenier` itself does without torch.
"""

from brenier.torch.coupling import Coupling
from brenier.torch.latent import LatentSampler
from brenier.torch.noise_map import NoiseMap
from brenier.torch.sampled_coupling import SampledCoupling
from brenier.torch.straight_through import StraightThrough
from brenier.torch.wasserstein import Wasserstein2, wasserstein2

__all__ = [
    "Coupling",
    "LatentSampler",
    "NoiseMap",
    "SampledCoupling",
    "StraightThrough",
    "Wasserstein2",
    "wasserstein2",
]
