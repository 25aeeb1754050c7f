"""
Digits, and a page to walk among them
=====================================

Eight hundred digits of scikit-learn are brought to the plane by t-SNE, and a decoder is fitted that
makes pictures of places in that plane. Where its noise comes from decides what it makes: over the
box of the codes, most places lie between classes; transported noise lies on and between the codes
of one class.
"""

import html
import tempfile
from pathlib import Path

import brenier
import matplotlib.pyplot as plt
import numpy as np

digits = brenier.datasets.digits().take(np.arange(800))
codes = brenier.embed(digits.flat, rng=0)
m = brenier.ContinuousMap(brenier.solve(codes))
print(m)

# %%
# The decoder is ridge regression on Gaussian bumps around the codes.

width = 6 * np.median(m.jumps)


def bumps(z):
    squared = np.sum(z**2, axis=1)[:, None] + np.sum(codes**2, axis=1) - 2 * z @ codes.T
    return np.exp(-squared / (2 * width**2))


coefficients = np.linalg.solve(bumps(codes) + 0.1 * np.eye(800), digits.flat - 0.5)


def decode(z):
    return np.clip(0.5 + bumps(z) @ coefficients, 0, 1).reshape(-1, 8, 8)


# %%
rng = np.random.default_rng(0)
box = rng.uniform(codes.min(axis=0), codes.max(axis=0), (60, 2))
rows = {
    "noise in the box of the codes": decode(box),
    "transported noise": brenier.generate(decode, brenier.LatentSampler(m), 60, rng=0),
}
figure, axes = plt.subplots(1, 2, figsize=(11, 4), layout="constrained")
for ax, (title, pictures) in zip(axes, rows.items(), strict=True):
    brenier.plot.images(pictures, ax, columns=10)
    ax.set_title(title)
plt.show()

# %%
# ``brenier.atlas`` writes one HTML file, here in a frame. Move over the square of noise; click
# twice to walk; drag the slider to see which jumps count as gaps.


class Frame:
    """An HTML file within a page."""

    def __init__(self, text):
        self.text = html.escape(text)

    def _repr_html_(self):
        return (
            f'<iframe srcdoc="{self.text}" style="width: 100%; height: 70rem; border: 0"></iframe>'
        )


with tempfile.TemporaryDirectory() as folder:
    page = brenier.atlas(m, decode, Path(folder) / "atlas", labels=digits.labels, side=48)
    text = page.read_text("utf-8")
Frame(text)
