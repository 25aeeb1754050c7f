"""
Codes of 64 numbers
===================

An autoencoder is trained and frozen, and its codes are sampled: drawn at random, from a Gaussian,
from a mixture of a hundred Gaussians, and through the plane, where transport is solved while the
map's values are the codes themselves. This page runs ``examples/lift.py`` on scikit-learn's digits,
which needs torch and takes a minute or two, so that a stored result is shown, of Fashion-MNIST;
``./dev docs --all`` runs it. The tables are in :doc:`/samplers`.

.. image:: /images/fashion.png
   :alt: Fashion-MNIST's test set, and decoded samples from a Gaussian, from a mixture of 100
         Gaussians, of codes drawn at random, and of lifted codes
"""

# sphinx_gallery_thumbnail_path = 'images/fashion.png'

import runpy
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt

with tempfile.TemporaryDirectory() as folder:
    file = str(Path(folder) / "lift.png")
    sys.argv = ["lift.py", "--seeds", "0", "--output", file]
    sys.path.insert(0, "../../../examples")  # from the folder of this program
    runpy.run_path("../../../examples/lift.py", run_name="__main__")
    picture = plt.imread(file)

figure = plt.figure(figsize=(picture.shape[1] / 150, picture.shape[0] / 150))
figure.add_axes((0, 0, 1, 1)).imshow(picture)
plt.axis("off")
plt.show()
