"""Samplers and networks that several tests share."""

from __future__ import annotations

import brenier
import pytest

from inputs.sites import clusters, random_sites

torch = pytest.importorskip("torch")


def sampler_of(n=200, policy="reject", seed=0):
    t = brenier.solve(clusters(n, 0.02) + 0.01 * random_sites(n, seed))
    return brenier.LatentSampler(brenier.ContinuousMap(t, quantile=0.9), singular=policy)


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


class Generator(torch.nn.Module):
    def __init__(self, noise):
        super().__init__()
        self.noise = noise
        self.layers = torch.nn.Sequential(
            torch.nn.Linear(2, 8), torch.nn.Dropout(), torch.nn.Tanh()
        )

    def forward(self, z):
        return self.layers(z)
