"""
Grains of given areas
=====================

Models of polycrystals, foams and cells need a tessellation whose areas follow a law that was
measured. Here 400 areas are drawn from a lognormal law, and become the cells of a power diagram,
each to a relative error of 1e-8. Some steps of Lloyd's method make the grains round.
"""

import warnings

import brenier
import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
areas = rng.lognormal(sigma=0.7, size=400)
areas /= areas.sum()

with warnings.catch_warnings():
    warnings.simplefilter("ignore", brenier.ConvergenceWarning)  # forty steps are enough
    grains = brenier.quantize(400, masses=areas, rng=1, max_iter=40)
error = np.max(np.abs(grains.diagram.areas / areas - 1))
print(f"largest relative error of an area: {error:.0e}")

# %%
# ``adjacency`` has the lengths of the borders between grains; how many neighbours a grain has grows
# with its size.

neighbours = np.diff(grains.diagram.adjacency().indptr)
figure, (left, right) = plt.subplots(1, 2, figsize=(11, 5), layout="constrained")
brenier.plot.diagram(
    grains.diagram,
    left,
    values=400 * areas,
    cmap="cividis",
    sites=False,
    edgecolor="white",
    linewidth=1,
)
left.set(xticks=[], yticks=[])
right.plot(400 * areas, neighbours, "o", markersize=4, alpha=0.4, color="#22303c")
right.set(xscale="log", xlabel="area / mean", ylabel="neighbours inside the square")
plt.show()
