"""A decoder in numpy: pictures generated from noise as it is, and from transported noise.

python examples/numpy_decoder.py                   # scikit-learn's digits, a few seconds
python examples/numpy_decoder.py --data FOLDER     # a folder in MNIST's format
"""

import argparse

import brenier
import numpy as np
from brenier import datasets
from options import at_least, folder

PICTURES = 2000  # no more: the embedding's matrix is dense
SAMPLES = 5000
NEIGHBOURS = 10  # in the graph, enough to connect all pictures
JURY = 5


def squared_distances(a, b):
    return np.sum(a**2, axis=1)[:, None] + np.sum(b**2, axis=1) - 2 * a @ b.T


def embed(x):
    """Codes in the plane: Laplacian eigenmaps, their axes stretched to even spacing."""
    nearest = squared_distances(x, x).argsort(axis=1)[:, 1 : NEIGHBOURS + 1]
    graph = np.zeros((len(x), len(x)))
    np.put_along_axis(graph, nearest, 1, axis=1)
    graph += graph.T
    scale = graph.sum(axis=1) ** -0.5
    _, vectors = np.linalg.eigh(scale[:, None] * graph * scale)
    axes = vectors[:, [-2, -3]] * scale[:, None]
    axes *= np.sign(axes[0])  # which eigh leaves open
    return (axes.argsort(axis=0).argsort(axis=0) + 0.5) / len(x)


def fit_decoder(codes, x, rng):
    """Return a function from (m, 2) latents to (m, pixels): ridge regression on random waves."""
    frequencies = rng.normal(size=(2, 64)) / np.geomspace(0.02, 1, 64)

    def features(z):
        phases = z @ frequencies
        return np.column_stack([np.sin(phases), np.cos(phases), np.ones(len(z))])

    f = features(codes)
    weights = np.linalg.solve(f.T @ f + 0.1 * np.eye(f.shape[1]), f.T @ x)
    return lambda z: features(z) @ weights


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=folder, help="folder of IDX files (default: digits)")
    parser.add_argument("--seed", type=at_least(0), default=0, help="default: %(default)s")
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    pictures = datasets.mnist(args.data) if args.data else datasets.digits()
    pictures = pictures.take(rng.permutation(len(pictures))[: PICTURES * 3 // 2])
    judges = len(pictures) // 3
    x, seen = np.split(pictures.flat.astype(float), [len(pictures) - judges])
    labels, seen_labels = np.split(pictures.labels, [len(x)])

    def judge(name, made):
        """A picture is clear if its nearest pictures, of those left out, are of one class."""
        nearest = squared_distances(made, seen).argpartition(JURY, axis=1)[:, :JURY]
        classes = seen_labels[nearest]
        clear = np.mean((classes == classes[:, :1]).all(axis=1))
        shares = [np.mean(classes[:, 0] == c) - np.mean(labels == c) for c in np.unique(labels)]
        print(f"{name:<28}{clear:>8.1%}{np.abs(shares).sum() / 2:>11.3f}")

    codes = embed(x)
    decoder = fit_decoder(codes, x, rng)
    plan = brenier.ContinuousMap(brenier.solve(codes))
    sampler = brenier.LatentSampler(plan)
    latents = sampler.sample(SAMPLES, rng=args.seed).latents
    new = 1 - np.mean(np.isin(latents @ [1, 1j], codes @ [1, 1j]))

    print(f"{pictures.name}: {len(x)} pictures with a code each, {judges} others to judge by")
    print(f"{'':<28}{'clear':>8}{'histogram':>11}")
    judge("real pictures", x)
    judge("decoded codes", decoder(codes))
    judge("noise on the square", decoder(rng.random((SAMPLES, 2))))
    mean, covariance = codes.mean(axis=0), np.cov(codes.T)
    gaussian = rng.multivariate_normal(mean, covariance, SAMPLES, method="cholesky")
    judge("noise of a fitted Gaussian", decoder(gaussian))
    judge("transported noise", brenier.generate(decoder, sampler, SAMPLES, rng=args.seed))
    print(f"{new:.1%} of the transported latents are new, that is, no picture's code")


if __name__ == "__main__":
    main()
