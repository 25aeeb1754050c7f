"""
A rare class, made frequent
===========================

Three classes of codes: 600, 350 and 50. With equal masses a class gets the share of the noise that
it has of the data. ``class_masses`` gives each class its share, evenly among its codes, and the
solver does the rest: the same codes, other cells.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
labels = np.repeat([0, 1, 2], [600, 350, 50])
codes = np.array([(0, 0), (5, 1), (2, 5)])[labels] + rng.normal(size=(1000, 2))

of_the_data = brenier.solve(codes)
even = brenier.solve(codes, brenier.class_masses(labels))
often = brenier.solve(codes, brenier.class_masses(labels, {0: 0.25, 1: 0.25, 2: 0.5}))

# %%
# In each picture the square of noise, in cells of the colour of their codes' class; above it the
# shares of 100,000 points of noise.

colours = np.array([(0.45, 0.62, 0.79), (0.55, 0.75, 0.55), (0.87, 0.55, 0.42)])
figure, axes = plt.subplots(1, 3, figsize=(12, 4.4), layout="constrained")
rows = {"as in the data": of_the_data, "equal": even, "half of all": often}
for ax, (name, t) in zip(axes, rows.items(), strict=True):
    drawn = labels[t.index(t.source.sample(100_000, rng=1))]
    shares = ", ".join(f"{share:.1%}" for share in np.bincount(drawn) / len(drawn))
    brenier.plot.diagram(t.diagram, ax, values=colours[labels], sites=False)
    ax.set(xticks=[], yticks=[], title=f"{name}: {shares}")
plt.show()
