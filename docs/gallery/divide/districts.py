"""
Districts of equal area
=======================

Italy in 30 districts. If everyone belongs to the nearest of 30 centres, districts differ in area,
even when their centres are placed well. Weights make the areas equal, around San Marino and over
the islands, and the way to the centre is hardly longer.

The map is from Natural Earth, which is in the public domain. The longer program,
`examples/districts.py <https://github.com/brenier/brenier/blob/main/examples/districts.py>`_,
takes any GeoJSON.
"""

import json
from pathlib import Path

import brenier
import matplotlib.pyplot as plt
import numpy as np

file = Path("../../../examples/data/italy.geojson")  # from the folder of this program
degrees = brenier.Uniform(json.loads(file.read_text("utf-8")))


def project(ring):
    """Longitudes and latitudes to km, by Lambert's cylinder, which keeps areas."""
    longitude, latitude = np.radians(ring).T
    flat = np.cos(np.radians(42))
    return 6371 * np.column_stack([flat * longitude, np.sin(latitude) / flat])


italy = brenier.Uniform([project(ring) for ring in degrees.rings])
start = italy.sample(30, rng=1)
free = brenier.quantize(start, italy)
equal = brenier.quantize(start, italy, masses="equal")

# %%
figure, axes = plt.subplots(1, 2, figsize=(10, 5.6), layout="constrained")
for ax, name, q in zip(axes, ("the nearest centre", "equal areas"), (free, equal), strict=True):
    areas = q.diagram.areas
    brenier.plot.diagram(
        q.diagram, ax, values=areas, cmap="YlGnBu", clim=(0, 2e4), edgecolor="white", linewidth=1
    )
    ax.set_title(f"{name}: {areas.min():,.0f} to {areas.max():,.0f} km²", size=11)
    print(f"{name}: {np.sqrt(q.cost):.1f} km to the centre, root mean square")
    ax.axis("off")
figure.colorbar(axes[1].collections[0], ax=axes, shrink=0.6, label="area, km²")
plt.show()
