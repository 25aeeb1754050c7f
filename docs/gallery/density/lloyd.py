"""
Lloyd's method, with free and with equal masses
===============================================

Where should 150 points stand to represent a density? Lloyd's method moves each to the middle of its
cell, again and again. If everyone belongs to the nearest point, the cells in dense places carry
more than those in thin ones: the points are about as dense as the square root of the density. Give
the points weights, so that all cells carry the same, and the points are as dense as the density
itself: each of them stands for as much as any other.
"""

import brenier
import matplotlib.pyplot as plt
from matplotlib.colors import LogNorm

square = [(0, 0), (1, 0), (1, 1), (0, 1)]
source = brenier.GaussianMixture([(0.3, 0.35), (0.75, 0.7)], [0.008, 0.03], domain=square)

free = brenier.quantize(150, source, rng=0)
equal = brenier.quantize(150, source, masses="equal", rng=0)

# %%
# The colour of a cell is its mass, in units of the mean. On the right all are 1.

figure, axes = plt.subplots(1, 2, figsize=(10, 5), layout="constrained")
for ax, name, q in zip(axes, ("free masses", "equal masses"), (free, equal), strict=True):
    brenier.plot.diagram(
        q.diagram, ax, values=150 * q.masses, cmap="RdBu_r", norm=LogNorm(0.2, 5), linewidth=0.6
    )
    ax.set_title(f"{name}: {150 * q.masses.min():.2f} to {150 * q.masses.max():.2f}")
    ax.set(xticks=[], yticks=[])
figure.colorbar(axes[1].collections[0], ax=axes, shrink=0.85, label="mass of a cell / mean")
plt.show()

# %%
# Free masses represent the density better, in the mean squared distance: that is what they are
# chosen for. Equal masses cost a little more.

print(f"mean squared distance: free {free.cost:.5f}, equal {equal.cost:.5f}")
