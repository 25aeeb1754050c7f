"""Latents of any dimension: an autoencoder sampled through the plane, beside simple samplers.

An autoencoder is trained and frozen. Its codes, of 64 numbers, are brought to the plane for the
transport only; the map's values are the codes themselves, so that the decoder stays as it is. The
table holds its samples against real pictures, beside those of samplers without a transport.

    python examples/lift.py                           # scikit-learn's digits, two minutes
    python examples/lift.py --data /usr/share/datasets/fashion-mnist    # ten minutes
    python examples/lift.py --dim 16 --seeds 0 1 2    # mean and deviation

(Debian has Fashion-MNIST: `apt install dataset-fashion-mnist`.)
"""

import argparse
import json
import time
from pathlib import Path

import brenier
import numpy as np
import torch
from brenier import datasets
from latent_samplers import baselines
from matplotlib.figure import Figure
from options import at_least, folder
from realism import LEGEND, LOOKS, Realism, table
from threadpoolctl import threadpool_limits
from torch import nn
from torch.nn.functional import mse_loss

CODES = 10_000  # at most
BATCH = 100
HIDDEN = 512
STEPS = 4000
LEARNING_RATE = 2e-3
REAL = "real test pictures"
EVEN = "lifted, spread, low-discrepancy noise"
SHOWN = ("a Gaussian", "a mixture of 100 Gaussians", "codes at random", EVEN)


def network(inputs, outputs):
    layers = []
    for width in (inputs, HIDDEN):
        layers += [nn.Linear(width, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(HIDDEN, outputs))


def train(x, dim, seed, steps=STEPS):
    """Train on pictures x (n, pixels); return the encoder to `dim` numbers, and the decoder."""
    torch.manual_seed(seed)
    encoder = network(x.shape[1], dim)
    decoder = nn.Sequential(network(dim, x.shape[1]), nn.Sigmoid())
    optimiser = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (BATCH,))]
        optimiser.zero_grad()
        mse_loss(decoder(encoder(batch)), batch).backward()
        optimiser.step()
        schedule.step()
    return encoder.eval(), decoder.eval()


def load(data, seed):
    """Pictures for the model, for the classifier, and for the test."""
    rng = np.random.default_rng(seed)
    if data is None:
        pictures = datasets.digits()
        order = rng.permutation(len(pictures))
        cuts = len(order) // 2, 3 * len(order) // 4
        return [pictures.take(np.sort(part)) for part in np.split(order, cuts)]
    train = datasets.mnist(data, "train")
    order = rng.permutation(len(train))
    cut = min(CODES, len(order) // 2)
    return [
        *(train.take(np.sort(p)) for p in (order[:cut], order[cut:])),
        datasets.mnist(data, "test"),
    ]


def lifted(codes, plane):
    """Samplers through the plane: {name: LatentSampler}."""
    t = brenier.solve(plane)
    spread = brenier.ContinuousMap(t, values=codes)
    return {
        "lifted, affine": brenier.LatentSampler(
            brenier.ContinuousMap(t, values=codes, blend="affine")
        ),
        "lifted, spread": brenier.LatentSampler(spread),
        EVEN: brenier.LatentSampler(spread),
        "lifted, spread, local noise × 0.5": brenier.LatentSampler(spread, local=0.5),
        "lifted, spread, local noise × 0.7": brenier.LatentSampler(spread, local=0.7),
    }


def run(args, seed):
    """Return {sampler: figures} and {sampler: pictures to show} of one seed."""
    clock = [time.perf_counter()]

    def tell(what):
        clock.append(time.perf_counter())
        print(f"  {what}: {clock[-1] - clock[-2]:.1f} s", flush=True)

    seen, unseen, test = load(args.data, seed)
    print(f"{seen.name}: {len(seen)} codes of {args.dim} numbers, seed {seed}")
    judge = Realism(seen, unseen, test, seed, LOOKS // 20 if args.quick else LOOKS)
    tell(f"classifier, right about {judge.accuracy:.1%} of the test pictures")
    encoder, decoder = train(
        torch.from_numpy(seen.flat), args.dim, seed, STEPS // 20 if args.quick else STEPS
    )
    tell("autoencoder")

    @torch.no_grad()
    def decode(latents):
        rows = torch.from_numpy(np.asarray(latents, np.float32)).split(1000)
        return torch.cat([decoder(row) for row in rows]).numpy().reshape(-1, *seen.images.shape[1:])

    with torch.no_grad():
        codes = encoder(torch.from_numpy(seen.flat)).numpy()
        judge.set_reconstructed(decode(encoder(torch.from_numpy(test.flat)).numpy()))
    plane = brenier.embed(codes, args.embedding, rng=seed)
    tell(f"embedding, {args.embedding}")
    samplers = lifted(codes, plane)
    tell("transport and maps")

    known = {code.tobytes() for code in codes}
    rows, shown = {}, {REAL: test.images}
    rows["codes, decoded"] = judge.measure(decode(codes), 1.0)

    def add(name, latents):
        latents = np.asarray(latents, np.float32)
        copies = np.mean([latent.tobytes() in known for latent in latents])
        images = decode(latents)
        rows[name] = judge.measure(images, float(copies))
        shown[name] = images

    for name, sampler in baselines(codes, seed).items():
        add(name, sampler(len(test), np.random.default_rng(seed)))
    tell("simple samplers")
    for name, sampler in samplers.items():
        method = "sobol" if name == EVEN else "random"
        add(name, sampler.sample(len(test), seed, method=method).latents)
    tell("lifted samplers")
    return rows, shown


def draw(path, shown, figures, columns=8):
    """Draw samples {name: (n, h, w)} side by side, with what was measured of them."""
    names = [REAL, *SHOWN]
    figure = Figure(figsize=(2.9 * len(names), 3.3), layout="constrained")
    figure.get_layout_engine().set(wspace=0.03)
    for name, ax in zip(names, figure.subplots(1, len(names)), strict=True):
        brenier.plot.images(shown[name][: columns**2], ax, columns=columns, vmin=0, vmax=1)
        measured = ""
        if name in figures:
            measured = f"FDr {figures[name]['FDr']:.2f}, {1 - figures[name]['copies']:.0%} new"
        ax.set_title(f"{name}\n{measured}", fontsize=10)
    figure.savefig(path, dpi=150, bbox_inches="tight")


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=folder, help="folder of IDX files (default: digits)")
    parser.add_argument(
        "--dim", type=at_least(2), default=64, help="numbers a code (default: %(default)s)"
    )
    parser.add_argument("--embedding", default="tsne", choices=("tsne", "umap", "pca"))
    parser.add_argument("--seeds", type=at_least(0), nargs="+", default=[0], help="default: 0")
    parser.add_argument("--quick", action="store_true", help="a twentieth of the training")
    parser.add_argument("--output", type=Path, default="lift.png", help="default: %(default)s")
    args = parser.parse_args()
    torch.set_num_threads(1)  # the batches are too small for more,
    threadpool_limits(1)  # and a seed gives the same figures on any number of cores
    rows = {}
    for seed in args.seeds:
        figures, shown = run(args, seed)
        for name, row in figures.items():
            rows.setdefault(name, []).append(row)
        if seed == args.seeds[0]:
            draw(args.output, shown, figures)
    print()
    table(rows)
    print(f"\n{LEGEND}\n\nfigure: {args.output}")
    args.output.with_suffix(".json").write_text(json.dumps(rows, indent=1))


if __name__ == "__main__":
    main()
