"""
Clusters of equal size
======================

k-means gives a town's groups many points, and the country's few. With weights on the centres, the
cells of a power diagram hold the same number each. The points, blurred, are the density;
``quantize`` moves the centres and finds the weights.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np
from scipy.ndimage import gaussian_filter

rng = np.random.default_rng(0)
towns = rng.normal([(0.3, 0.65)], 0.09, (1800, 2))
villages = rng.random((20, 1, 2)) + rng.normal(0, 0.02, (20, 60, 2))
points = np.clip(np.concatenate([towns, villages.reshape(-1, 2), rng.random((600, 2))]), 0, 1)

counts, _, _ = np.histogram2d(*points.T, 200, [(0, 1), (0, 1)])
source = brenier.Raster(gaussian_filter(counts.T, 1.0) + 1e-3)

start = points[rng.choice(len(points), 16, replace=False)]
nearest = brenier.quantize(start, source)
balanced = brenier.quantize(start, source, masses="equal")

# %%
# The cells on the right hold 225 of 3,600 points each, but for a few that the blur has moved over a
# border; the longer program `examples/balanced_clusters.py
# <https://github.com/brenier/brenier/blob/main/examples/balanced_clusters.py>`_ settles these by a
# linear program.

label = {"boxstyle": "round,pad=0.15", "facecolor": "white", "linewidth": 0, "alpha": 0.7}
figure, axes = plt.subplots(1, 2, figsize=(10, 5), layout="constrained")
for ax, name, q in zip(axes, ("nearest centre", "equal masses"), (nearest, balanced), strict=True):
    group = q.diagram.index(points)
    sizes = np.bincount(group, minlength=16)
    brenier.plot.diagram(q.diagram, ax, values=np.full((16, 3), 0.97), sites=False, linewidth=0.8)
    ax.scatter(*points.T, s=2, c=group, cmap="tab20", linewidths=0)
    for site, size in zip(q.sites, sizes, strict=True):
        ax.text(*site, size, ha="center", va="center", size=7, bbox=label)
    ax.set(xticks=[], yticks=[], title=f"{name}: {sizes.min()} to {sizes.max()} points")
plt.show()
