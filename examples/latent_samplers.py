"""Simple ways to draw latents near codes: what a transport has to be held against.

Each is a function of a number and a random generator that returns (number, D) latents.
"""

import numpy as np
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors

NEIGHBOURS = 10


def baselines(codes, seed):
    """Return {name: sampler} for codes (n, D)."""
    # Of which the first is the code itself.
    distance, near = NearestNeighbors(n_neighbors=NEIGHBOURS + 1).fit(codes).kneighbors(codes)
    spacing = np.median(distance[:, 1])
    near = near[:, 1:]

    def at_random(n, rng):
        return codes[rng.integers(len(codes), size=n)]

    def in_turn(n, rng):
        rounds = -(-n // len(codes))
        return codes[np.concatenate([rng.permutation(len(codes)) for _ in range(rounds)])[:n]]

    def jittered(draw):
        def with_noise(n, rng):
            noise = rng.standard_normal((n, codes.shape[1])) / np.sqrt(codes.shape[1])
            return draw(n, rng) + 0.5 * spacing * noise

        return with_noise

    def local(scale):
        def draw(n, rng):
            return at_random_with_local_noise(codes, near, scale, n, rng)

        return draw

    def mixed(n, rng):
        i = rng.integers(len(codes), size=n)
        j = near[i, rng.integers(NEIGHBOURS, size=n)]
        share = rng.random((n, 1))
        return share * codes[i] + (1 - share) * codes[j]

    return {
        "codes at random": at_random,
        "the same, jittered": jittered(at_random),
        "the same, local noise × 0.5": local(0.5),
        "the same, local noise × 0.8": local(0.8),
        "codes without replacement, jittered": jittered(in_turn),
        "mixed with one of ten neighbours": mixed,
        "a Gaussian": gaussians(codes, 1, seed),
        "a mixture of 10 Gaussians": gaussians(codes, 10, seed),
        "a mixture of 100 Gaussians": gaussians(codes, 100, seed),
    }


def at_random_with_local_noise(codes, near, scale, n, rng):
    """Codes at random, each with a Gaussian of its neighbours' spread around it."""
    i = rng.integers(len(codes), size=n)
    steps = codes[near[i]] - codes[i, None]
    noise = rng.standard_normal((n, NEIGHBOURS))
    return codes[i] + scale / np.sqrt(NEIGHBOURS) * np.einsum("nk,nkd->nd", noise, steps)


def gaussians(codes, count, seed):
    """A mixture of so many Gaussians, fitted to the codes."""
    fitted = GaussianMixture(count, reg_covar=1e-4, max_iter=50, random_state=seed)
    fitted.fit(np.asarray(codes, float))

    def draw(n, rng):
        which = rng.choice(count, size=n, p=fitted.weights_)
        roots = np.linalg.cholesky(fitted.covariances_)
        noise = rng.standard_normal((n, codes.shape[1]))
        return fitted.means_[which] + np.einsum("nij,nj->ni", roots[which], noise)

    return draw
