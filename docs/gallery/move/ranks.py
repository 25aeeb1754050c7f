"""
Ranks and quantiles in the plane
================================

On a line the median, quartiles and ranks come from sorting. In the plane there is no order, but
there is transport: send the law that is even in direction and in radius on the disc to the data.
The image of the circle of radius 1/2 then encloses half of the data, and is their *quantile
contour*; the radius from which a point comes is its *rank*, 0 in the middle and 1 at the outside;
depth is what is left to 1 [Chernozhukov, Galichon, Hallin, Henry 2017].

Contours follow the shape of the data, where those of Tukey's depth, or of a Gaussian, are convex.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
x = rng.normal(size=3000)
data = np.column_stack([x, 0.4 * x**2 + 0.4 * rng.normal(size=3000)])  # a banana

# %%
# The reference has density 1 / (2π r) on the unit disc: a picture of 150 × 150 pixels, each with
# the mean of 49 points in it.

side, fine = 150, 7
grid = (np.arange(side * fine) + 0.5) / (side * fine) * 2 - 1
r = np.hypot(*np.meshgrid(grid, grid))
density = np.where(r < 1, 1 / r, 0).reshape(side, fine, side, fine).mean(axis=(1, 3))
reference = brenier.Raster(density, (-1, -1, 1, 1))

t = brenier.solve(data, source=reference, tol=1e-4)
m = brenier.ContinuousMap(t, max_jump=np.inf)
rank = np.hypot(*t.centroids.T)

# %%
angle = np.linspace(0, 2 * np.pi, 400)
circle = np.column_stack([np.cos(angle), np.sin(angle)])
figure, axes = plt.subplots(1, 2, figsize=(11, 5), layout="constrained")
for ax, points, title in (
    (axes[0], t.centroids, "the reference: every point's place"),
    (axes[1], data, "the data, with their ranks and quantile contours"),
):
    dots = ax.scatter(*points.T, c=rank, s=5, cmap="viridis_r", vmin=0, vmax=1, linewidths=0)
    for radius in (0.25, 0.5, 0.75, 0.9):
        line = radius * circle
        ax.plot(*(line if ax is axes[0] else m(line)).T, color="#22303c", linewidth=1.3)
    ax.set_title(title)
axes[0].set_aspect("equal")
figure.colorbar(dots, ax=axes, label="rank")
plt.show()

# %%
# Each contour encloses its share of the data, but for the cells that it cuts.

for radius in (0.25, 0.5, 0.75, 0.9):
    print(f"rank below {radius:.2f}: {np.mean(rank < radius):.1%} of the data")
