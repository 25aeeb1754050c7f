"""An autoencoder made a generator: its latent plane sampled plainly, and by transported noise.

python examples/autoencoder.py                     # scikit-learn's digits, a minute
python examples/autoencoder.py --data FOLDER       # a folder in MNIST's format
"""

import argparse
from pathlib import Path

import brenier
import brenier.torch
import torch
from judge import LEGEND, Judge, draw
from options import at_least, folder
from threadpoolctl import threadpool_limits
from torch import nn
from torch.nn.functional import mse_loss

BATCH = 64
HIDDEN = 256
LEARNING_RATE = 1e-3
SAMPLES = 10_000  # of each kind, for the judge


def network(inputs, outputs):
    layers = []
    for width in (inputs, HIDDEN, HIDDEN):
        layers += [nn.Linear(width, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.LeakyReLU(0.2)]
    return nn.Sequential(*layers, nn.Linear(HIDDEN, outputs))


def train(x, epochs):
    """Train on pictures x (n, pixels); return the encoder to the plane, and the decoder."""
    encoder = network(x.shape[1], 2)
    decoder = nn.Sequential(network(2, x.shape[1]), nn.Sigmoid())
    optimiser = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    for _ in range(epochs):
        for batch in torch.randperm(len(x))[: len(x) // BATCH * BATCH].split(BATCH):
            loss = mse_loss(decoder(encoder(x[batch])), x[batch])
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
        schedule.step()
    return encoder.eval(), decoder.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=folder, help="folder of IDX files (default: digits)")
    parser.add_argument("--epochs", type=at_least(1), default=200, help="default: %(default)s")
    parser.add_argument("--seed", type=at_least(0), default=0, help="default: %(default)s")
    parser.add_argument("--output", type=Path, default="autoencoder.png")
    args = parser.parse_args()
    torch.set_num_threads(1)  # the batches are too small for more,
    threadpool_limits(1)  # and a seed gives the same figures on any number of cores
    judge = Judge(args.data, args.seed)
    x = torch.from_numpy(judge.real.flat)

    torch.manual_seed(args.seed)
    encoder, decoder = train(x, args.epochs)
    with torch.no_grad():
        codes = encoder(x)

    plan = brenier.ContinuousMap(brenier.solve(codes))
    transported = brenier.torch.LatentSampler(brenier.LatentSampler(plan))

    low, high = codes.amin(dim=0), codes.amax(dim=0)
    law = torch.distributions.MultivariateNormal(codes.mean(dim=0), codes.T.cov())

    @torch.no_grad()
    def row(name, latents):
        return judge.row(name, decoder(latents), latents, codes)

    judge.head()
    row("decoded codes", codes)
    before = row("noise on the codes' box", low + (high - low) * torch.rand(SAMPLES, 2))
    row("noise of a fitted Gaussian", law.sample((SAMPLES,)))
    after = row("transported noise", transported(SAMPLES))
    print(f"\n{LEGEND}\n")
    draw(args.output, before, after)
    print(f"figure: {args.output}")


if __name__ == "__main__":
    main()
