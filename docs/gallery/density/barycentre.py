"""
Between three shapes
====================

The barycentre of densities is the point set that is nearest to all of them at once, in the mean of
squared Wasserstein distances. With shares in place of equal parts it goes from one shape to the
others: here a disc, a square ring and a star, at the corners of the triangle.

Unlike a mean of pictures, nothing is faded in or out: the points move.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np

angle = 2 * np.pi * np.arange(80) / 80
star = np.where(np.arange(10) % 2, 0.45, 1.15) * 1j * np.exp(0.2j * np.pi * np.arange(10))
square = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)])
shapes = [
    brenier.Uniform(np.column_stack([np.cos(angle), np.sin(angle)])),
    brenier.Uniform([0.95 * square, 0.5 * square]),
    brenier.Uniform(np.column_stack([star.real, star.imag])),
]

# %%
# ``barycenter`` sends each point to the mean of the centroids of its cells under the three sources,
# until that lowers the cost no more. It finds a local minimum.

steps = 4
figure, ax = plt.subplots(figsize=(8, 7.2), layout="constrained")
for i in range(steps + 1):
    for j in range(steps + 1 - i):
        shares = np.array([steps - i - j, i, j]) / steps
        b = brenier.barycenter(shapes, shares, n=250, rng=0, tol=1e-3)
        place = 2.7 * np.array([i + j / 2, j * np.sqrt(3) / 2])
        ax.plot(*(b.sites + place).T, ".", color=0.85 * shares, markersize=2.6)
ax.set(aspect="equal")
ax.axis("off")
plt.show()
