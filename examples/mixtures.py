"""Samplers for codes that lie in clusters: where their samples fall, and how many are any good.

Three toy sets from the literature on mode collapse stand for the codes of an encoder: eight
Gaussians on a circle, 25 on a grid, and a swiss roll. From 2,000 codes of each, seven samplers
draw, and a table tells what they draw:

- high: the share of high quality, within four standard deviations of the nearest mode (of the
  spiral for the roll);
- modes: those with at least a fifth of their fair share of high-quality samples. The literature
  mostly counts a mode with a single one, which box noise passes too. The roll is cut into 25 pieces
  of equal probability;
- uniform, codes: total variation between the histogram of the modes, over high-quality samples, and
  the uniform one, or that of the codes, which is all that a sampler can know. The first of fresh
  data and the second of T are no more than the noise of the counts. Rejection shifts the histogram
  a little, as not all modes lose the same share of their cells; ``snap`` does not;
- W2: 2-Wasserstein distance between 2,000 samples and as many fresh points, mean and standard
  deviation over several draws; fresh points against others are the reference. Between far modes it
  is mostly what their counts differ by, those of the codes included;
- new: samples that are no copies of codes.

Run it with ``python examples/mixtures.py``, and ``--output mixtures.png`` for the picture.
"""

import argparse

import brenier
import numpy as np
from brenier import datasets
from scipy.optimize import linear_sum_assignment
from scipy.spatial import KDTree
from scipy.spatial.distance import cdist

SETS = (datasets.gaussian_ring, datasets.gaussian_grid, datasets.swiss_roll)
DRAWN = ("codes", "box noise", "Gaussian noise", "T", "map, keep", "map, reject")
PIECES = 25
INK, GOOD, BAD = "#22303c", "#0072b2", "#d55e00"


def samplers(make, codes):
    """The samplers by name, each a function of how many to draw and a random generator."""
    low, high = codes.min(axis=0), codes.max(axis=0)
    mean, covariance = codes.mean(axis=0), np.cov(codes.T)

    transport = brenier.solve(codes)
    extended = brenier.ContinuousMap(transport)

    def latents(map, **policy):
        sampler = brenier.LatentSampler(map, **policy)
        return lambda n, rng: sampler.sample(n, rng).latents

    return {
        "box noise": lambda n, rng: rng.uniform(low, high, (n, 2)),
        "Gaussian noise": lambda n, rng: rng.multivariate_normal(mean, covariance, n),
        "T": latents(transport),
        "map, keep": latents(extended, singular="keep"),
        "map, snap": latents(extended, singular="snap"),
        "map, reject": latents(extended, singular="reject"),
        "fresh data": lambda n, rng: make(n, rng).points,
    }


def histogram(cloud, samples):
    """How the high-quality samples are spread over the modes."""
    _, nearest = cloud.nearest(samples[cloud.is_high_quality(samples)])
    pieces = PIECES if cloud.labels is None else len(cloud.ridge)
    counts = np.bincount(nearest * pieces // len(cloud.ridge), minlength=pieces)
    return counts / max(counts.sum(), 1)


def total_variation(p, q):
    return 0.5 * np.abs(p - q).sum()


def is_new(cloud, samples):
    """Which samples are no copies of codes."""
    return KDTree(cloud.points).query(samples)[0] > 0


def wasserstein(a, b):
    """W2 between two sets of as many points, by an optimal assignment."""
    costs = cdist(a, b, "sqeuclidean")
    return np.sqrt(costs[linear_sum_assignment(costs)].mean())


def measure(cloud, make, draw, options):
    """One row of the table."""
    samples = draw(options.samples, np.random.default_rng(options.seed + 1))
    high = cloud.is_high_quality(samples).mean()
    spread, of_codes = histogram(cloud, samples), histogram(cloud, cloud.points)
    distances = []
    for repeat in range(options.repeats):
        rng = np.random.default_rng((options.seed, repeat))
        distances.append(wasserstein(draw(options.matched, rng), make(options.matched, rng).points))
    return {
        "high": high,
        "covered": int(np.sum(high * spread >= 0.2 / len(spread))),
        "modes": len(spread),
        "uniform": total_variation(spread, 1 / len(spread)),
        "codes": total_variation(spread, of_codes),
        "W2": np.mean(distances),
        "spread": np.std(distances),
        "new": is_new(cloud, samples).mean(),
    }


def print_table(name, rows):
    print(f"\n{name:<21}   high  modes  uniform  codes        W2            new")
    for sampler, row in rows.items():
        print(
            f"  {sampler:<18} {row['high']:7.2%}  {row['covered']:2}/{row['modes']:<2}"
            f"   {row['uniform']:.3f}   {row['codes']:.3f}"
            f"   {row['W2']:.3f} ± {row['spread']:.3f}  {row['new']:7.2%}"
        )


def draw_row(axes, name, cloud, samples):
    """One row of the picture: good samples in blue, bad ones over them in orange."""
    low, high = cloud.points.min(axis=0), cloud.points.max(axis=0)
    middle, reach = (low + high) / 2, 0.6 * (high - low).max()
    for ax, drawn in zip(axes, DRAWN, strict=True):
        points = cloud.points if drawn == "codes" else samples[drawn]
        good = cloud.is_high_quality(points)
        for chosen, colour, size in ((good, GOOD, 1.6), (~good, BAD, 1.9)):
            ax.plot(*points[chosen].T, ".", markersize=size, markeredgewidth=0, color=colour)
        ax.set(xlim=(middle[0] - reach, middle[0] + reach), xticks=[], aspect="equal")
        ax.set(ylim=(middle[1] - reach, middle[1] + reach), yticks=[])
        ax.spines[:].set(color=INK, linewidth=0.4)
        label = f"good {good.mean():.1%}"
        if drawn != "codes":
            label += f", new {is_new(cloud, points).mean():.0%}"
        ax.set_xlabel(label, color=INK, fontsize=8, labelpad=3)
    axes[0].set_ylabel(name.replace(" on ", "\non "), color=INK, fontsize=9)


def main(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--codes", type=int, default=2000, help="how many codes")
    parser.add_argument("--samples", type=int, default=100_000, help="how many samples to judge")
    parser.add_argument("--matched", type=int, default=2000, help="how many to take W2 of")
    parser.add_argument("--repeats", type=int, default=5, help="how many times to take W2")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--output", metavar="FILE", help="draw the samples, too")
    options = parser.parse_args(arguments)

    pictures = []
    for make in SETS:
        cloud = make(options.codes, options.seed)
        draws = samplers(make, cloud.points)
        print_table(
            cloud.name, {name: measure(cloud, make, draw, options) for name, draw in draws.items()}
        )
        drawn = {
            name: draw(options.codes, np.random.default_rng(options.seed + 1))
            for name, draw in draws.items()
        }
        pictures.append((cloud.name, cloud, drawn))

    if options.output:
        from matplotlib import pyplot

        figure, axes = pyplot.subplots(len(SETS), len(DRAWN), figsize=(9, 5), layout="constrained")
        for row, picture in zip(axes, pictures, strict=True):
            draw_row(row, *picture)
        for ax, title in zip(axes[0], DRAWN, strict=True):
            ax.set_title(title, color=INK, fontsize=10)
        figure.savefig(options.output, dpi=150)
        pyplot.close(figure)


if __name__ == "__main__":
    main()
