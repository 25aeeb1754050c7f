"""
Every kind of source
====================

Mass may come from a polygon with holes and islands, from the pixels of a picture, from values on a
grid, or from Gaussian densities on any of these domains. The cells have equal mass on all of them,
to rounding.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np


def circle(x, y, radius):
    angle = 2 * np.pi * np.arange(60) / 60
    return np.column_stack([x + radius * np.cos(angle), y + radius * np.sin(angle)])


pixels = np.zeros((8, 12))
pixels[2:6, 2:6], pixels[3:5, 3:5] = 1, 0  # an O
pixels[2, 7:10] = pixels[2:6, 8] = 1  # and a T
sources = {
    "Uniform": brenier.Uniform([circle(1, 1, 1), circle(1.2, 1.2, 0.45), circle(2.5, 0.6, 0.35)]),
    "Raster": brenier.Raster(pixels, (0, 0, 3, 2), origin="upper"),
    "Bilinear": brenier.Bilinear([[1, 1, 4, 2], [2, 6, 2, 1], [8, 3, 1, 3]], (0, 0, 3, 2)),
    "Gaussian": brenier.Gaussian(
        (0, 1), domain=[(-3, -2), (3, -2), (3, 2), (1, 2), (1, -0.5), (-1, -0.5), (-1, 2), (-3, 2)]
    ),
}

# %%
figure, axes = plt.subplots(2, 2, figsize=(9, 6.4), layout="constrained")
for ax, (name, source) in zip(axes.flat, sources.items(), strict=True):
    q = brenier.quantize(60, source, masses="equal", rng=0, tol=1e-3)
    xmin, ymin, xmax, ymax = source.bounds
    x, y = np.meshgrid(np.linspace(xmin, xmax, 300), np.linspace(ymin, ymax, 200))
    density = source.density(np.column_stack([x.ravel(), y.ravel()])).reshape(x.shape)
    shade = np.ma.masked_equal(density, 0)
    brenier.plot.diagram(q.diagram, ax, values=np.ones((60, 4)) * (1, 1, 1, 0), sites=False)
    ax.imshow(shade, origin="lower", extent=(xmin, xmax, ymin, ymax), cmap="YlGnBu", vmin=0,
              vmax=1.5 * density.max(), zorder=0)  # fmt: skip
    ax.plot(*q.sites.T, ".", color="#c2442d", markersize=4)
    ax.set_title(name)
    ax.axis("off")
plt.show()
