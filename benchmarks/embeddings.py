"""What bringing codes to the plane costs, and how many neighbours it keeps.

python benchmarks/embeddings.py 1000 3000 10000      # numbers of codes; minutes for 10,000

Ten bent clusters of six dimensions each, in 64. Seconds are those of all threads together, which
wait for each other where the machine is busy. OMP_NUM_THREADS=1 keeps scikit-learn to one; openTSNE
has as many as there are processors. t-SNE is measured by both packages where both are installed.
"""

import importlib.util
import sys
import time

import brenier
import brenier.embedding
import numpy as np
from scipy.spatial import cKDTree

CLUSTERS = 10
COLUMNS = 64
NEIGHBOURS = 15


def bent_clusters(n, rng):
    """Codes (n, 64) in clusters, each the image of a Gaussian in six dimensions."""
    parts = []
    for _ in range(CLUSTERS):
        bent = np.tanh(rng.normal(size=(n // CLUSTERS, 6)) @ rng.normal(size=(6, COLUMNS)))
        wide = bent @ rng.normal(size=(COLUMNS, COLUMNS)) / 4
        parts.append(rng.normal(0, 4, COLUMNS) + wide + rng.normal(0, 0.1, wide.shape))
    return np.concatenate(parts).astype(np.float32)


def nearest(points):
    """The nearest neighbours of each point, itself left out."""
    return cKDTree(points).query(points, k=range(2, NEIGHBOURS + 2))[1]


def main():
    ways = {"pca": ("pca", None), "t-SNE, scikit-learn": ("tsne", sys.maxsize)}
    if importlib.util.find_spec("openTSNE"):
        ways["t-SNE, openTSNE"] = ("tsne", 0)
    if importlib.util.find_spec("umap"):
        ways["UMAP"] = ("umap", None)
        brenier.embed(np.random.default_rng(0).normal(size=(50, 3)), "umap")  # compiles
    print(f"{'n':>7}  {'':<20}{'seconds':>9}{'kept':>7}")
    for n in map(int, sys.argv[1:] or ["1000"]):
        values = bent_clusters(n, np.random.default_rng(0))
        real = nearest(values)
        for name, (method, many) in ways.items():
            if many is not None:
                brenier.embedding._MANY = many
            start = time.process_time()
            plane = brenier.embed(values, method, rng=0)
            seconds = time.process_time() - start
            pairs = zip(real, nearest(plane), strict=True)
            kept = np.mean([len(np.intersect1d(a, b)) for a, b in pairs]) / NEIGHBOURS
            print(f"{n:>7}  {name:<20}{seconds:>9.1f}{kept:>7.0%}", flush=True)


if __name__ == "__main__":
    main()
