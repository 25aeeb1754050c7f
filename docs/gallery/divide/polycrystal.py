"""
A polycrystal in space
======================

Grains of a metal have volumes that are near a log-normal law. Here 3,000 volumes are drawn from
one, and become the cells of a power diagram in a periodic box, each to a relative error of 1e-6: a
volume element for a simulation, whose opposite faces fit. Needs ``brenier-space``.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.transforms import Affine2D

rng = np.random.default_rng(0)
volumes = rng.lognormal(sigma=0.5, size=3000)
volumes /= volumes.sum()

cube = brenier.Uniform(((0, 0, 0), (1, 1, 1)), periodic=True)
t = brenier.solve(cube.sample(len(volumes), rng), volumes, cube, tol=1e-6)
for _ in range(4):  # the sites go to the middles of their cells, and the grains become round
    t = brenier.solve(t.centroids, volumes, cube, tol=1e-6, initial_weights=t.weights)
print(t)

# %%
# A face of the cube is a plane through the grains: ``index`` tells which of them each place is in.

colours = plt.cm.YlGnBu(rng.uniform(0.05, 0.7, len(volumes)))[:, :3]
steps = (np.arange(700) + 0.5) / 700
u, v = (axis[..., None] for axis in np.meshgrid(steps, steps))


def section(corner, along, up):
    grain = t.index((corner + u * along + v * up).reshape(-1, 3)).reshape(700, 700)
    picture = colours[grain]
    picture[:-1][grain[1:] != grain[:-1]] = picture[:, :-1][grain[:, 1:] != grain[:, :-1]] = 0.1
    return picture


figure, ax = plt.subplots(figsize=(7, 7), layout="constrained")
x, y, z = np.eye(3)
on_paper = np.array([(0.866, -0.5), (0.866, 0.5), (0, 1)])
for corner, along, up, light in [(z, x, y, 1), (0 * x, x, z, 0.85), (x, y, z, 0.7)]:
    columns = np.column_stack([along @ on_paper, up @ on_paper, corner @ on_paper])
    to_paper = Affine2D(np.vstack([columns, (0, 0, 1)])) + ax.transData
    picture = light * section(corner, along, up)
    ax.imshow(picture, origin="lower", extent=(0, 1, 0, 1), transform=to_paper)
ax.set(xlim=(-0.01, 1.74), ylim=(-0.51, 1.51), aspect="equal")
ax.axis("off")
plt.show()

# %%
# The volumes are those that were asked for. For ParaView and for solvers there is ``to_vtk``.

error = np.max(np.abs(t.diagram.volumes / volumes - 1))
print(f"largest relative error of a volume: {error:.0e}")
faces = np.diff(t.diagram.adjacency().indptr)
print(f"neighbours of a grain: {faces.mean():.1f} on average, {faces.min()} to {faces.max()}")
