"""
A treemap
=========

The surface of the Earth as a square: cells within cells, whose areas are exact shares. Each group's
cell is divided among its members by ``quantize`` with the masses that they are to have, on the
group's own polygon.
"""

import warnings

import brenier
import matplotlib.pyplot as plt
import numpy as np

surface = {  # millions of km²
    "water": {"Pacific": 168.7, "Atlantic": 85.1, "Indian Ocean": 70.6, "Southern Ocean": 22.0,
              "Arctic Ocean": 15.6},
    "land": {"Asia": 44.6, "Africa": 30.4, "North America": 24.7, "South America": 17.8,
             "Antarctica": 14.2, "Europe": 10.2, "Oceania": 8.5},
}  # fmt: skip


def divide(polygon, areas):
    """A polygon in cells of given areas, up to a common factor."""
    masses = np.array(areas) / np.sum(areas)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", brenier.ConvergenceWarning)  # some tens of steps will do
        q = brenier.quantize(
            len(masses), brenier.Uniform(polygon), masses=masses, rng=0, max_iter=80
        )
    return [q.diagram.cell(i)[0] for i in range(len(masses))], q.sites


# %%
figure, ax = plt.subplots(figsize=(8, 8), layout="constrained")
square = [(0, 0), (1, 0), (1, 1), (0, 1)]
parts, _ = divide(square, [sum(group.values()) for group in surface.values()])
for part, (kind, group) in zip(parts, surface.items(), strict=True):
    cells, sites = divide(part, list(group.values()))
    shades = (plt.cm.Blues if kind == "water" else plt.cm.Greens)(
        np.linspace(0.25, 0.55, len(group))
    )
    for cell, site, name, shade in zip(cells, sites, group, shades, strict=True):
        ax.fill(*cell.T, facecolor=shade, edgecolor="white", linewidth=1.5)
        label = name.replace(" ", "\n") + f"\n{group[name]:.1f}"
        ax.text(*site, label, ha="center", va="center", size=9)
    ax.fill(*part.T, facecolor="none", edgecolor="white", linewidth=6)
ax.set(aspect="equal")
ax.axis("off")
plt.show()
