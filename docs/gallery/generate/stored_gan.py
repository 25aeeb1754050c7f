"""
A GAN, repaired
===============

A GAN that is fed with plain noise makes many pictures that are nothing. Tie it to the codes of an
encoder by one more line of loss, replace the noise by transported noise when you sample, and most
are clear. This page runs ``examples/gan.py``, which needs torch and takes two minutes, so its
result is stored; ``./dev docs --all`` runs it. What is due to what, and where codes drawn at random
do as well, is in :doc:`/evidence`.

.. image:: /images/gan.png
   :alt: Pictures of the plain GAN and of the repaired one, and the shares of the classes
"""

# sphinx_gallery_thumbnail_path = 'images/gan.png'

import runpy
import sys
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt

with tempfile.TemporaryDirectory() as folder:
    file = str(Path(folder) / "gan.png")
    sys.argv = ["gan.py", "--output", file]
    sys.path.insert(0, "../../../examples")  # from the folder of this program
    runpy.run_path("../../../examples/gan.py", run_name="__main__")
    picture = plt.imread(file)

figure = plt.figure(figsize=(picture.shape[1] / 150, picture.shape[0] / 150))
figure.add_axes((0, 0, 1, 1)).imshow(picture)
plt.axis("off")
plt.show()
