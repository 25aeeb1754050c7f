"""
The Brenier potential
=====================

The optimal map is the gradient of a convex function, the highest of n planes, one for each site
[Brenier 1991]. Where a plane is the highest is the site's cell; its slope is the site. Newton's
method moves the planes up and down until each is the highest over the right share of the source.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np

sites = np.random.default_rng(2).random((25, 2))
t = brenier.solve(
    sites, source=brenier.Gaussian((0.5, 0.5), 0.05, domain=[(0, 0), (1, 0), (1, 1), (0, 1)])
)

# %%
figure = plt.figure(figsize=(14, 4.3), layout="constrained")
grid = figure.add_gridspec(1, 3, width_ratios=(1, 1.4, 1))
left = figure.add_subplot(grid[0])
brenier.plot.diagram(t.diagram, left, values=np.arange(25), cmap="viridis", alpha=0.6)
left.set(xticks=[], yticks=[], title="25 cells of equal mass, and the sites")
brenier.plot.potential(t, figure.add_subplot(grid[1], projection="3d"))
right = figure.add_subplot(grid[2])
brenier.plot.convergence(t, right)
plt.show()
