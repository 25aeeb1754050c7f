"""
Noise that is spread more evenly than at random
===============================================

A transport carries whatever is evenly spread on the square to the target: Sobol points become
samples with fewer clumps and holes than independent ones, and averages over them are more exact.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np

codes = np.random.default_rng(0).normal(size=(3000, 2)) * (1.5, 1)
sampler = brenier.LatentSampler(brenier.ContinuousMap(brenier.solve(codes)))
batches = {
    "independent": sampler.sample(512, rng=0),
    "Sobol": sampler.sample(512, rng=0, method="sobol"),
}

# %%
# How far the mean of n samples is from the mean of very many, over 40 seeds, is on the right.

sizes = [32, 64, 128, 256, 512, 1024]
mean = sampler.sample(400_000, rng=1).latents.mean(axis=0)
figure, axes = plt.subplots(1, 3, figsize=(13, 4.3), layout="constrained")
for ax, (name, batch) in zip(axes, batches.items(), strict=False):
    ax.plot(*codes.T, ".", color="0.85", markersize=2)
    ax.plot(*batch.latents.T, ".", color="#3a5f8a", markersize=5)
    ax.set(xticks=[], yticks=[], aspect="equal", title=f"512 samples, {name}")

for method, colour in (("random", "#c8702a"), ("sobol", "#3a5f8a")):
    errors = [
        [np.linalg.norm(sampler.sample(n, rng=seed, method=method).latents.mean(axis=0) - mean)
         for seed in range(40)]
        for n in sizes
    ]  # fmt: skip
    axes[2].loglog(
        sizes, np.sqrt(np.mean(np.square(errors), axis=1)), "o-", color=colour, label=method
    )
axes[2].set(xlabel="samples", ylabel="error of their mean", xticks=sizes, xticklabels=sizes)
axes[2].minorticks_off()
axes[2].legend()
plt.show()
