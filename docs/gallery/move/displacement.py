"""
From one picture to another
===========================

Fading one picture out and another in shows both, half as bright. Displacement moves the mass: each
dot of the first picture has its place in the second, and goes there on a straight line. These are
the shortest ways, all together, in squared distance.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np

x, y = np.meshgrid(np.linspace(-1.4, 1.4, 200), np.linspace(-1.4, 1.4, 200))
heart = ((x**2 + y**2 - 1) ** 3 < x**2 * y**3) * (1.3 + y)
radius, angle = np.hypot(x, y), np.arctan2(y, x)
clover = (radius < 0.35 + 0.9 * np.abs(np.cos(2 * angle))) * np.exp(-radius)
bounds = (-1.4, -1.4, 1.4, 1.4)

# %%
# The first picture becomes dots of equal mass. The transport from the second picture onto these
# dots divides it into a cell for each dot, and the centre of the cell is where the dot goes.

dots = brenier.quantize(3000, brenier.Raster(heart, bounds), masses="equal", rng=0, tol=1e-2)
t = brenier.solve(dots.sites, source=brenier.Raster(clover, bounds), tol=1e-6)
print(t)

# %%
# The colours belong to the dots, and show who goes where.

figure, axes = plt.subplots(1, 5, figsize=(13, 3), layout="constrained")
turn = np.arctan2(*(dots.sites - dots.sites.mean(axis=0)).T) / (2 * np.pi)
colours = 0.8 * plt.cm.hsv(turn + 0.5)[:, :3]
for ax, s in zip(axes, np.linspace(0, 1, 5), strict=True):
    ax.scatter(*((1 - s) * dots.sites + s * t.centroids).T, s=2, c=colours, linewidths=0)
    ax.set(xlim=(-1.3, 1.3), ylim=(-1.3, 1.3), aspect="equal", title=f"s = {s:.2f}")
    ax.axis("off")
plt.show()
