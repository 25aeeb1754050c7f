"""Equal classes from unequal data, and a rare one made frequent, by masses.

python examples/class_balance.py                   # scikit-learn's digits, half a minute
python examples/class_balance.py --data FOLDER     # a folder in MNIST's format

The data is thinned, so that its rarest class has a tenth of the members of its most frequent one.
Two lines make the samples even: masses of the codes by their classes, and a solve with them.
"""

import argparse

import brenier
import numpy as np
from brenier import datasets
from brenier.demo.classifier import train_classifier
from brenier.demo.decoder import train_decoder
from brenier.demo.split import split_pictures
from options import at_least, folder
from scipy.spatial import cKDTree

RAREST = 0.1  # members, of those of the most frequent class
SAMPLES = 10_000


def thinned(pictures, rng):
    """Fewer pictures of each class than of the one before."""
    classes, counts = np.unique(pictures.labels, return_counts=True)
    wanted = np.geomspace(1, RAREST, len(classes)) * counts.min()
    members = [
        rng.permutation(np.flatnonzero(pictures.labels == c))[: round(count)]
        for c, count in zip(classes, wanted, strict=True)
    ]
    return pictures.take(np.sort(np.concatenate(members)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=folder, help="folder of IDX files (default: digits)")
    parser.add_argument("--seed", type=at_least(0), default=0, help="default: %(default)s")
    args = parser.parse_args()
    rng = np.random.default_rng(args.seed)
    pictures = datasets.mnist(args.data) if args.data else datasets.digits()
    split = split_pictures(pictures, args.seed)
    uneven = thinned(split.model, rng)
    labels = uneven.labels
    classes, counts = np.unique(labels, return_counts=True)
    judge = train_classifier(split.judge, args.seed, lambda fraction: None)
    codes = brenier.embed(uneven.flat, rng=args.seed)
    codes = (codes - codes.min(axis=0)) / np.ptp(codes, axis=0)
    decoder = train_decoder(codes, uneven, "sklearn", args.seed, lambda fraction: None)

    def row(name, latents, wanted):
        """Shares of the classes that the judge names, held against those that were wanted."""
        probabilities = judge.probabilities(decoder(latents))
        named = np.bincount(probabilities.argmax(axis=1), minlength=len(classes)) / len(latents)
        tv = np.abs(named - wanted).sum() / 2
        recognised = np.mean(probabilities.max(axis=1) >= 0.9)
        new = 1 - np.mean(np.isin(latents @ [1, 1j], codes @ [1, 1j]))
        shares = "".join(f"{100 * share:4.0f}" for share in named)
        print(f"{name:<34}{tv:>7.3f}{recognised:>12.1%}{new:>8.1%}  {shares}")

    def drawn(masses, singular=None):
        t = brenier.solve(codes, masses)
        if singular is None:
            return t(t.source.sample(SAMPLES, args.seed))
        sampler = brenier.LatentSampler(brenier.ContinuousMap(t), singular=singular)
        return sampler.sample(SAMPLES, args.seed).latents

    def rows(wanted):
        masses = brenier.class_masses(labels, wanted)
        row("masses of the classes, to codes", drawn(masses), wanted)
        row("the same, between codes: rejected", drawn(masses, "reject"), wanted)
        row("the same, between codes: snapped", drawn(masses, "snap"), wanted)
        chosen = codes[rng.choice(len(codes), SAMPLES, p=masses)]
        row("codes drawn by class weights", chosen, wanted)
        jitter = spacing(codes) * rng.normal(size=chosen.shape)
        row("the same, jittered", chosen + jitter, wanted)

    print(f"{uneven.name}: {len(uneven)} pictures, of the classes " + " ".join(map(str, counts)))
    print(f"{'':<34}{'TV':>7}{'recognised':>12}{'new':>8}   shares of the classes, %")
    equal = np.full(len(classes), 1 / len(classes))
    print("wanted: equal classes")
    row("masses of the data, between codes", drawn(None, "reject"), equal)
    rows(equal)
    print(f"wanted: half of all of class {classes[-1]}, the rarest")
    rare = np.append(np.full(len(classes) - 1, 0.5 / (len(classes) - 1)), 0.5)
    row("masses of the data, between codes", drawn(None, "reject"), rare)
    rows(rare)


def spacing(codes):
    """The usual distance between neighbours, for both coordinates together."""
    return np.median(cKDTree(codes).query(codes, k=[2])[0]) / np.sqrt(2)


if __name__ == "__main__":
    main()
