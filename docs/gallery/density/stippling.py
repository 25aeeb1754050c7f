"""
A picture in dots of equal mass
===============================

Dots that all stand for the same share of a picture's light: close where it is light, and evenly
spread everywhere, which is known as blue noise. The picture is the density, and a few steps of
Lloyd's method on power cells of equal mass spread the dots.

The photograph is ``flower.jpg`` of scikit-learn, by dany13, CC BY 2.0.
"""

import warnings

import brenier
import matplotlib.pyplot as plt
import numpy as np
from sklearn.datasets import load_sample_image

picture = load_sample_image("flower.jpg") @ (0.299, 0.587, 0.114)
light = ((picture - picture.min()) / np.ptp(picture)) ** 2
rows, columns = light.shape
source = brenier.Raster(light, (0, 0, columns / rows, 1), origin="upper")

with warnings.catch_warnings():
    warnings.simplefilter("ignore", brenier.ConvergenceWarning)  # twelve steps are enough
    dots = brenier.quantize(6000, source, masses="equal", max_iter=12, rng=0)

# %%
figure = plt.figure(figsize=(9, 9 * rows / columns), facecolor="#22303c")
ax = figure.add_axes((0, 0, 1, 1))
ax.plot(*dots.sites.T, ".", color="#fdfaf3", markersize=3.6, markeredgewidth=0)
ax.set(xlim=(0, columns / rows), ylim=(0, 1), aspect="equal")
ax.axis("off")
plt.show()
