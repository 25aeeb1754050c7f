"""
The colours of one photograph on another
========================================

Brightness stays, colour moves: the two numbers of each pixel that tell its colour, but not how
light it is, have a law in the plane. Transport takes the law of one photograph to the palette of
the other. Lookups among all palette entries would leave hard steps; the continuous map blends
between neighbouring entries.

The photographs are ``china.jpg`` and ``flower.jpg`` of scikit-learn, by danielbuechele and dany13
(CC BY 2.0).
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np
from scipy.ndimage import gaussian_filter
from sklearn.datasets import load_sample_image

TO_YUV = np.array([(0.299, 0.587, 0.114), (-0.147, -0.289, 0.436), (0.615, -0.515, -0.100)])
china = load_sample_image("china.jpg")[::2, ::2] / 255 @ TO_YUV.T
flower = load_sample_image("flower.jpg")[::2, ::2] / 255 @ TO_YUV.T

# %%
# The law of China's colours is a histogram, blurred a little, so that it is a density. The flower's
# palette are 800 of its pixels.

colours = china[..., 1:].reshape(-1, 2)
low, high = colours.min(axis=0) - 0.01, colours.max(axis=0) + 0.01
counts, _, _ = np.histogram2d(*colours.T, 100, list(zip(low, high, strict=True)))
source = brenier.Raster(gaussian_filter(counts.T, 1.5) + 0.01, (*low, *high))
pixels = flower[..., 1:].reshape(-1, 2)
palette = pixels[np.random.default_rng(0).choice(len(pixels), 800, replace=False)]

t = brenier.solve(palette, source=source, tol=1e-4)
m = brenier.ContinuousMap(t, max_jump=np.inf)
moved = np.concatenate([china[..., :1], m(colours).reshape(*china.shape[:2], 2)], axis=2)

# %%
figure, axes = plt.subplots(1, 3, figsize=(12, 3), layout="constrained")
titles = ("a photograph", "with the colours", "of this one")
for ax, title, picture in zip(axes, titles, (china, moved, flower), strict=True):
    ax.imshow(np.clip(picture @ np.linalg.inv(TO_YUV).T, 0, 1))
    ax.set_title(title)
    ax.axis("off")
plt.show()
