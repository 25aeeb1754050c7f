"""
A mixture fitted by Wasserstein gradients
=========================================

What eight Gaussians make a ring and a bar? ``brenier.torch.wasserstein2`` is the squared distance
between a density and weighted points, with its exact gradients in the points and in the masses. Any
model that makes points of its parameters can be fitted by it: here a mixture whose means, factors
of covariance and shares are learnt. No likelihood is needed, and components that start far from the
density still get a gradient.

This program needs torch, so its result is stored; ``./dev docs --all`` runs it.

.. image:: /images/gallery-mixture.png
   :alt: A ring and a bar of density, with the ellipses of eight Gaussians at the start, after the
         fit, and the cost of every step
"""

# sphinx_gallery_thumbnail_path = 'images/gallery-mixture.png'

import brenier.torch
import matplotlib.pyplot as plt
import numpy as np
import torch

x, y = np.meshgrid(np.linspace(0, 2, 160), np.linspace(0, 1, 80))
ring = np.exp(-(((np.hypot(x - 0.5, y - 0.5) - 0.3) / 0.06) ** 2))
bar = np.exp(-(((x - 1.4) / 0.3) ** 4) - (((y - 0.5 - 0.4 * (x - 1.4)) / 0.08) ** 2))
source = brenier.Raster(ring + bar + 1e-3, (0, 0, 2, 1))

# %%
# Each component is 60 fixed points of a standard normal law, stretched and moved by its parameters.

k, m = 8, 60
torch.manual_seed(0)
normal = brenier.quantize(m, brenier.Gaussian(), masses="equal", rng=0, tol=1e-2)
normal = torch.from_numpy(normal.sites.copy())
means = torch.rand(k, 2, dtype=torch.float64) * torch.tensor([2.0, 1.0])
factors = 0.1 * torch.eye(2, dtype=torch.float64).repeat(k, 1, 1)
logits = torch.zeros(k, dtype=torch.float64)
parameters = [p.requires_grad_() for p in (means, factors, logits)]
start = [p.detach().clone() for p in parameters]

loss = brenier.torch.Wasserstein2(source=source, tol=1e-3, max_iter=300)
optimizer = torch.optim.Adam(parameters, lr=0.02)
schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 500)
costs = []
for _ in range(500):
    points = (means[:, None] + normal @ factors.transpose(1, 2)).reshape(-1, 2)
    masses = logits.softmax(0).repeat_interleave(m) / m
    cost = loss(points, masses)
    optimizer.zero_grad()
    cost.backward()
    optimizer.step()
    schedule.step()
    costs.append(cost.item())

# %%
# An ellipse is at two standard deviations; its line is as thick as its share is large. Components
# that others have left nothing to do get thin lines.

angle = np.linspace(0, 2 * np.pi, 80)
circle = 2 * np.column_stack([np.cos(angle), np.sin(angle)])
figure, axes = plt.subplots(1, 3, figsize=(13, 2.6), layout="constrained", width_ratios=(2, 2, 1.4))
for ax, title, fitted in zip(axes, ("the start", "the fit"), (start, parameters), strict=False):
    mean, factor, logit = (p.detach().numpy() for p in fitted)
    shares = np.exp(logit) / np.exp(logit).sum()
    ax.imshow(source.values, origin="lower", extent=(0, 2, 0, 1), cmap="YlGnBu")
    for i in range(k):
        ax.plot(*(mean[i] + circle @ factor[i].T).T, color="#c2442d", linewidth=12 * shares[i])
    ax.set(xlim=(0, 2), ylim=(0, 1), xticks=[], yticks=[], title=title)
axes[2].semilogy(costs, color="#22303c")
axes[2].set(xlabel="step", title="cost, W2²")
plt.show()
