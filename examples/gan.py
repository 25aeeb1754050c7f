"""A small GAN, plain and repaired: tied to codes of the pictures, and sampled through transport.

The generator takes a point of the unit square. Plainly, it learns from uniform noise, and draws
pictures from uniform noise. Repaired, it learns from the same noise, and one more term of its loss
ties it to the pictures' codes in the plane: at each code it is to draw that code's picture. To
sample, the optimal transport map sends the noise to the codes, and between them. Networks, epochs
and seed are the same. A third GAN learns from transported noise without the tie: that alone is no
repair. What the repair adds, beside an encoder, is marked so: # REPAIR

With `--dim 100` the generator takes 100 normal numbers, and an encoder is trained beside it to give
pictures such codes. They go to the plane for the transport only.

    python examples/gan.py                     # scikit-learn's digits, about two minutes
    python examples/gan.py --dim 100
    python examples/gan.py --seeds 0 1 2       # mean and deviation
    python examples/gan.py --data FOLDER       # a folder in MNIST's format
"""

import argparse
import time
from functools import partial
from pathlib import Path

import brenier  # REPAIR
import brenier.torch  # REPAIR
import numpy as np
import torch
from judge import LEGEND, Judge, draw, print_means
from options import at_least, folder
from sklearn.decomposition import PCA
from threadpoolctl import threadpool_limits
from torch import nn
from torch.nn.functional import mse_loss, softplus

BATCH = 64
HIDDEN = 256
WAVES = 16
LEARNING_RATE = 5e-4
TIE = 100.0  # REPAIR: weight of the mean squared error at the codes
SAMPLES = 10_000  # of each kind, for the judge


class FourierFeatures(nn.Module):
    """Waves in random directions, from several unit squares down to a third of one in length.

    Fed with two bare numbers, a network draws few shapes. With these the plain GAN does better,
    too: without them it leaves out digits.
    """

    def __init__(self):
        super().__init__()
        self.register_buffer("frequencies", torch.randn(2, WAVES) * torch.logspace(0, 1.2, WAVES))

    def forward(self, z):
        phases = z @ self.frequencies
        return torch.cat([phases.sin(), phases.cos()], dim=1)


def make_generator(dim, pixels):
    inputs = (
        [FourierFeatures(), nn.Linear(2 * WAVES, HIDDEN)] if dim == 2 else [nn.Linear(dim, HIDDEN)]
    )
    return nn.Sequential(
        *inputs, nn.BatchNorm1d(HIDDEN), nn.LeakyReLU(0.2),
        nn.Linear(HIDDEN, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.LeakyReLU(0.2),
        nn.Linear(HIDDEN, pixels), nn.Sigmoid(),
    )  # fmt: skip


def make_discriminator(pixels):
    return nn.Sequential(
        nn.Linear(pixels, HIDDEN), nn.LeakyReLU(0.2), nn.Dropout(0.3),
        nn.Linear(HIDDEN, HIDDEN), nn.LeakyReLU(0.2), nn.Dropout(0.3),
        nn.Linear(HIDDEN, 1),
    )  # fmt: skip


def make_encoder(pixels, dim):  # REPAIR, for more than two numbers
    """Codes with the mean and the variance of the noise."""
    return nn.Sequential(
        nn.Linear(pixels, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.LeakyReLU(0.2),
        nn.Linear(HIDDEN, HIDDEN), nn.BatchNorm1d(HIDDEN), nn.LeakyReLU(0.2),
        nn.Linear(HIDDEN, dim), nn.BatchNorm1d(dim, affine=False),
    )  # fmt: skip


def train(x, dim, noise, epochs, seed, codes=None, encoder=None):  # REPAIR: codes, encoder
    """Train a GAN on pictures x (n, pixels), and return its generator.

    Its latents have `dim` numbers. It is tied to codes (n, dim) of the pictures, or to those of an
    encoder that learns with it.
    """
    torch.manual_seed(seed)
    generator = make_generator(dim, x.shape[1])
    discriminator = make_discriminator(x.shape[1])
    trained = [*generator.parameters(), *(encoder.parameters() if encoder else ())]  # REPAIR
    of_generator = torch.optim.Adam(trained, LEARNING_RATE, (0.5, 0.999))
    of_discriminator = torch.optim.Adam(discriminator.parameters(), LEARNING_RATE, (0.5, 0.999))
    for _ in range(epochs):
        for batch in torch.randperm(len(x))[: len(x) // BATCH * BATCH].split(BATCH):
            real = x[batch]
            fake = generator(noise(BATCH))

            loss = softplus(-discriminator(real)) + softplus(discriminator(fake.detach()))
            of_discriminator.zero_grad()
            loss.mean().backward()
            of_discriminator.step()

            loss = softplus(-discriminator(fake)).mean()
            if codes is not None or encoder is not None:  # REPAIR
                code = encoder(real) if codes is None else codes[batch]  # REPAIR
                loss += TIE * mse_loss(generator(code), real)  # REPAIR
            of_generator.zero_grad()
            loss.backward()
            of_generator.step()
    return generator.eval()


def embedded(x, seed):
    """Codes (n, 2) of pictures x (n, pixels), on the generator's unit square."""
    plane = brenier.embed(
        PCA(50, random_state=seed).fit_transform(x) if x.shape[1] > 64 else x, rng=seed
    )
    return torch.from_numpy((plane - plane.min(axis=0)) / np.ptp(plane, axis=0)).float()


def run(args, judge, seed):
    """Train, sample and judge; return panels of the plain GAN and the repaired one for `draw`."""
    x = torch.from_numpy(judge.real.flat)

    def noise(n):
        return torch.rand(n, 2) if args.dim == 2 else torch.randn(n, args.dim)

    clock = [time.process_time()]
    plain = train(x, args.dim, noise, args.epochs, seed)
    clock.append(time.process_time())

    if args.dim == 2:  # REPAIR
        codes = embedded(x.numpy(), seed)  # REPAIR
        tied = train(x, args.dim, noise, args.epochs, seed, codes)  # REPAIR
        plan = brenier.ContinuousMap(brenier.solve(codes))  # REPAIR
    else:
        torch.manual_seed(seed)
        encoder = make_encoder(x.shape[1], args.dim)  # REPAIR
        tied = train(x, args.dim, noise, args.epochs, seed, encoder=encoder)  # REPAIR
        codes = encoder.eval()(x).detach()  # REPAIR
        t = brenier.solve(brenier.embed(codes, rng=seed))  # REPAIR
        plan = brenier.ContinuousMap(t, values=codes)  # REPAIR
    transported = brenier.torch.LatentSampler(brenier.LatentSampler(plan))  # REPAIR
    clock.append(time.process_time())

    untied = train(x, args.dim, transported, args.epochs, seed)
    clock.append(time.process_time())

    def gaussian(n):
        law = torch.distributions.MultivariateNormal(codes.mean(dim=0), codes.T.cov())
        return law.sample((n,))

    def copies(n):
        return codes[torch.randint(len(codes), (n,))]

    def jittered(n, scale=1.0):
        spacing = torch.cdist(codes, codes).fill_diagonal_(torch.inf).amin(dim=1).median()
        return copies(n) + scale * spacing * torch.randn(n, args.dim) / args.dim**0.5

    def row(name, generator, noise, codes=None):
        torch.manual_seed(seed)
        with torch.no_grad():
            latents = noise(SAMPLES)
            return judge.row(name, generator(latents), latents, codes)

    judge.head()
    before = row("plain GAN", plain, noise)
    print("tied to the codes, sampled with:")
    row("  noise as in training", tied, noise, codes)
    row("  a fitted Gaussian", tied, gaussian, codes)
    row("  codes, drawn at random", tied, copies, codes)
    row("  the same, jittered", tied, jittered, codes)
    row("  jittered half as much", tied, partial(jittered, scale=0.5), codes)
    after = row("  transported noise", tied, transported, codes)  # REPAIR
    print("not tied, trained and sampled with:")
    row("  the same, untied", untied, transported, codes)
    plainly, to_codes, without = np.diff(clock)
    print(f"CPU time: plain {plainly:.0f} s, tied {to_codes:.0f} s, not tied {without:.0f} s\n")
    return before, ("repaired GAN", *after[1:])


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=folder, help="folder of IDX files (default: digits)")
    parser.add_argument("--dim", type=at_least(2), default=2, help="numbers a latent (default: 2)")
    parser.add_argument("--epochs", type=at_least(1), default=300, help="default: %(default)s")
    parser.add_argument("--seeds", type=at_least(0), nargs="+", default=[0], help="default: 0")
    parser.add_argument("--output", type=Path, default="gan.png", help="default: %(default)s")
    args = parser.parse_args()
    torch.set_num_threads(1)  # the batches are too small for more,
    threadpool_limits(1)  # and a seed gives the same figures on any number of cores
    rows = []
    for seed in args.seeds:
        judge = Judge(args.data, seed)
        panels = run(args, judge, seed)
        rows.append(judge.figures)
        if seed == args.seeds[0]:
            draw(args.output, *panels)
    if len(rows) > 1:
        print_means(rows)
    print(f"{LEGEND}\n\nfigure: {args.output}")


if __name__ == "__main__":
    main()
