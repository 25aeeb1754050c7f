"""
New points between the old ones, and none in the gaps
=====================================================

Latent codes of a model lie in clusters. Noise that is drawn over their box falls between the
clusters, where a decoder has learnt nothing. Optimal transport divides a square of noise into one
cell for each code; the continuous map interpolates between codes whose cells meet, except where a
gap lies between them.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np

cloud = brenier.datasets.gaussian_ring(1000, rng=0, sigma=0.12)
codes = cloud.points

t = brenier.solve(codes)
m = brenier.ContinuousMap(t)
samples = brenier.LatentSampler(m).sample(1000, rng=0).latents
box = np.random.default_rng(0).uniform(codes.min(axis=0), codes.max(axis=0), (1000, 2))

# %%
# Where the edges of the codes' triangles are long, they cross a gap: there the map is singular
# (orange). Noise from these places is drawn again.

figure, axes = plt.subplots(1, 3, figsize=(12, 4.2), layout="constrained")
for ax, points, title in (
    (axes[0], box, "noise in the box"),
    (axes[2], samples, "transported noise"),
):
    good = cloud.is_high_quality(points)
    ax.plot(*codes.T, ".", color="0.8", markersize=3)
    ax.plot(*points[good].T, ".", color="#3a5f8a", markersize=3)
    ax.plot(*points[~good].T, ".", color="#c8702a", markersize=3)
    ax.set(xticks=[], yticks=[], aspect="equal", title=f"{title}: {good.mean():.0%} good")
colours = plt.cm.Set2(cloud.labels)[:, :3]
brenier.plot.diagram(t.diagram, axes[1], values=colours, sites=False)
brenier.plot.singular_set(m, axes[1])
axes[1].set(xticks=[], yticks=[], title="the square of noise in cells")
plt.show()
