"""
Which noise belongs to which data: a coupling for flow matching
===============================================================

Flow matching learns a flow from noise to data along straight lines between pairs. Pairs that are
drawn independently cross each other, and the flow has to bend; pairs of the optimal transport do
not cross, and one step of Euler's method nearly follows it. Minibatch transport couples each batch
of noise with a batch of data; here the whole problem is solved once, and each point of noise looked
up in it.

``brenier.torch.Coupling(t)`` does the same with tensors; `what it brings in training
<../../../recipes.html#flow-matching-in-the-plane>`_ was measured.
"""

import brenier
import matplotlib.pyplot as plt
import numpy as np

rng = np.random.default_rng(0)
angle = np.pi * rng.random(2000)
upper = rng.random(2000) < 0.5
moons = 2 * np.column_stack([np.cos(angle), np.sin(angle)]) * np.where(upper, 1, -1)[:, None]
moons += np.where(upper, -1, 1)[:, None] * (1, 0.4) + 0.12 * rng.standard_normal((2000, 2))

t = brenier.solve(moons, source=brenier.Gaussian())
noise = rng.standard_normal((300, 2))
independent = moons[rng.integers(2000, size=300)]
exact = t(noise)

# %%
figure, axes = plt.subplots(1, 2, figsize=(11, 5), layout="constrained")
for ax, name, data in zip(
    axes, ("independent pairs", "exact coupling"), (independent, exact), strict=True
):
    ax.plot(*np.stack([noise, data]).transpose(2, 0, 1), color="0.6", linewidth=0.4)
    ax.plot(*noise.T, ".", color="#3a5f8a", markersize=4, label="noise")
    ax.plot(*data.T, ".", color="#c8702a", markersize=4, label="data")
    length = np.mean(np.sum((data - noise) ** 2, axis=1))
    ax.set(xticks=[], yticks=[], aspect="equal", title=f"{name}: mean squared length {length:.2f}")
axes[0].legend(loc="lower left")
plt.show()
