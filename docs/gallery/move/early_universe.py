"""
An early universe
=================

Matter was spread evenly once, and gravity gathered it along nearly straight lines. So the shortest
way to spread it evenly again is nearly the way that it came. Here a lattice in a periodic box is
moved by random waves, as gravity does at first, and transport finds the lattice again, of which it
knows nothing. Needs ``brenier-space``.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np

side, rng = 18, np.random.default_rng(4)
middles = (np.arange(side) + 0.5) / side
start = np.stack(np.meshgrid(middles, middles, middles, indexing="ij"), -1).reshape(-1, 3)
today = start.copy()
for turns in np.ndindex(4, 7, 7):  # each wave moves points along itself, the long ones farthest
    k = 2 * np.pi * (np.array(turns) - (0, 3, 3))
    if k.any():
        today += np.outer(np.cos(start @ k + rng.uniform(0, 2 * np.pi)), k) * 0.9 / (k @ k) ** 1.5

# %%
# The transport from the uniform box gives each point of today a cell of the same volume. The middle
# of the cell is where its mass came from.

box = brenier.Uniform(((0, 0, 0), (1, 1, 1)), periodic=True)
t = brenier.solve(today, source=box, tol=1e-6)
off = np.linalg.norm(t.centroids - start, axis=1) * side
print(f"{np.mean(off < 0.5):.0%} of the points are within half a spacing of their true place")

# %%
# A slice of two layers: today, and moved back.

figure, (left, right) = plt.subplots(1, 2, figsize=(11, 5.6), layout="constrained")
near = np.abs(today[:, 2] - 0.5) < 1 / side
left.plot(*today[near, :2].T, ".", color="#22303c", markersize=4)
ways = np.stack([today, t.centroids])[:, near]
right.plot(ways[..., 0], ways[..., 1], color="#22303c", linewidth=0.5)
right.plot(*t.centroids[near, :2].T, ".", color="#c8553d", markersize=5)
for ax, title in ((left, "today"), (right, "moved back")):
    ax.set(xlim=(0, 1), ylim=(0, 1), xticks=[], yticks=[], aspect="equal", title=title)
plt.show()
