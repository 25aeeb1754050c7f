"""Optimal transport in torch: latents in modules, and differentiable transport cost.

Imported by the user (``import brenier.torch``); `brenier` itself does without torch.
"""

from brenier.torch.coupling import Coupling
from brenier.torch.latent import LatentSampler
from brenier.torch.straight_through import StraightThrough
from brenier.torch.wasserstein import Wasserstein2, wasserstein2

__all__ = ["Coupling", "LatentSampler", "StraightThrough", "Wasserstein2", "wasserstein2"]
