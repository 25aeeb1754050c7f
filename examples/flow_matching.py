"""Flow matching: noise coupled with data by chance, by batches, or by the whole transport.

A network learns the velocity x1 - x0 along the lines from noise x0 to data x1. Which x1 an x0 gets
decides how straight the learned flow is, and so how few steps it needs: any one (independent), the
best matching within each batch (minibatch), or the point that the transport of the whole density
sends it to (exact): in the plane that of brenier.solve, for the codes of an autoencoder that of
brenier.solve_sampled, whose masses are right to 0.1.

    python examples/flow_matching.py                  # two sets in the plane, codes of digits
    python examples/flow_matching.py --data codes --dim 32
    python examples/flow_matching.py --data /usr/share/datasets/fashion-mnist --dim 64

[--seeds 3] [--steps 1000] [--batch 256]. Five minutes on one core. Needs torch.
(Debian has Fashion-MNIST: `apt install dataset-fashion-mnist`.)
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import brenier
import brenier.torch
import numpy as np
import torch
from brenier import datasets
from scipy.optimize import linear_sum_assignment

POINTS = 5000  # of data to learn from, at most
JUDGED = 1000  # samples, against as many fresh points, or half of them where there are fewer

Pairs = tuple[torch.Tensor, torch.Tensor]
Coupled = Callable[[torch.Tensor], Pairs]


def moons(count: int, rng: np.random.Generator) -> np.ndarray:
    """Two half circles that reach into each other."""
    angle, upper = np.pi * rng.random(count), rng.random(count) < 0.5
    x = np.where(upper, np.cos(angle), 1 - np.cos(angle))
    y = np.where(upper, np.sin(angle), 0.5 - np.sin(angle))
    return 3 * (np.column_stack([x, y]) + 0.1 * rng.normal(size=(count, 2))) - 1


def eight_gaussians(count: int, rng: np.random.Generator) -> np.ndarray:
    """Eight narrow Gaussians on a circle."""
    angle = 2 * np.pi * rng.integers(8, size=count) / 8
    centres = 5 * np.column_stack([np.cos(angle), np.sin(angle)])
    return centres + 0.3 * rng.normal(size=(count, 2))


def in_the_plane(draw: Callable[..., np.ndarray]) -> Callable[..., list[np.ndarray]]:
    """Data to learn from, and two fresh sets to judge by."""
    return lambda rng, seed: [draw(count, rng) for count in (POINTS, JUDGED, JUDGED)]


def codes_of(folder: Path | None, dim: int, steps: int) -> Callable[..., list[np.ndarray]]:
    """Codes of pictures, mean 0 and variance 1, by an encoder that has not seen those judged."""

    def draw(rng: np.random.Generator, seed: int) -> list[np.ndarray]:
        pictures = datasets.digits() if folder is None else datasets.mnist(folder)
        x = torch.tensor(pictures.flat[rng.permutation(len(pictures))[: 2 * POINTS + 2 * JUDGED]])
        judged = min(JUDGED, len(x) // 6)
        cut = len(x) - 2 * judged
        encoder = autoencoder(x[:cut], dim, steps)
        with torch.no_grad():
            codes = encoder(x).double().numpy()
        codes = (codes - codes[:cut].mean(axis=0)) / codes[:cut].std()
        return [codes[: min(cut, POINTS)], codes[cut : cut + judged], codes[cut + judged :]]

    return draw


def autoencoder(x: torch.Tensor, dim: int, steps: int) -> torch.nn.Module:
    """Learn to code pictures (n, pixels) by `dim` numbers; return the encoder."""

    def network(inputs: int, outputs: int) -> torch.nn.Sequential:
        hidden = torch.nn.Linear(inputs, 256), torch.nn.SiLU(), torch.nn.Linear(256, 256)
        return torch.nn.Sequential(*hidden, torch.nn.SiLU(), torch.nn.Linear(256, outputs))

    encoder, decoder = network(x.shape[1], dim), network(dim, x.shape[1])
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=1e-3)
    for _ in range(steps):
        batch = x[torch.randint(len(x), (128,))]
        codes = encoder(batch)
        loss = torch.nn.functional.mse_loss(decoder(codes), batch) + 1e-4 * codes.square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return encoder


def independent(data: torch.Tensor) -> Coupled:
    """Couple noise with any of the data."""
    return lambda x0: (x0, data[torch.randint(len(data), (len(x0),))])


def minibatch(data: torch.Tensor) -> Coupled:
    """Couple a batch of noise with one of the data by the matching of least cost."""

    def pairs(x0: torch.Tensor) -> Pairs:
        x1 = data[torch.randint(len(data), (len(x0),))]
        rows, columns = linear_sum_assignment(torch.cdist(x0, x1).square().numpy())
        return x0[rows], x1[columns]

    return pairs


def exact(data: torch.Tensor) -> Coupled:
    """Couple noise with the data that the transport from the normal density sends it to."""
    if data.shape[1] == 2:
        plan = brenier.solve(data, source=brenier.Gaussian(), tol=1e-6)
    else:
        plan = brenier.solve_sampled(data, tol=0.1, rng=0)
    coupling = brenier.torch.Coupling(plan)
    return lambda x0: (x0, coupling(x0)[0])


def train(couple: Coupled, d: int, steps: int, batch: int) -> tuple[torch.nn.Module, float, float]:
    """Train a velocity; return it, its loss on the last tenth, and seconds of coupling a batch."""
    width = 128 if d == 2 else 256
    layers: list[torch.nn.Module] = [torch.nn.Linear(d + 1, width), torch.nn.SiLU()]
    for _ in range(2):
        layers += [torch.nn.Linear(width, width), torch.nn.SiLU()]
    network = torch.nn.Sequential(*layers, torch.nn.Linear(width, d))
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    seconds, losses = 0.0, []
    for _ in range(steps):
        begin = time.process_time()
        x0, x1 = couple(torch.randn(batch, d))
        seconds += time.process_time() - begin
        t = torch.rand(batch, 1)
        velocity = network(torch.cat([(1 - t) * x0 + t * x1, t], dim=1))
        loss = torch.nn.functional.mse_loss(velocity, x1 - x0)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(loss.item())
    return network, float(np.mean(losses[-steps // 10 :])), seconds / steps


@torch.no_grad()
def flow(network: torch.nn.Module, x: torch.Tensor, steps: int) -> tuple[torch.Tensor, float]:
    """Follow the velocity by Euler's method; return the ends, and how bent the ways are.

    Bent is the mean square of velocity minus displacement, as part of the squared displacement: 0
    if all go along straight lines at constant speed.
    """
    start, velocities = x, []
    for k in range(steps):
        t = torch.full((len(x), 1), k / steps)
        velocities.append(network(torch.cat([x, t], dim=1)))
        x = x + velocities[-1] / steps
    way = x - start
    excess = torch.stack([(v - way).square().sum(dim=1).mean() for v in velocities]).mean()
    return x, float(excess / way.square().sum(dim=1).mean())


def wasserstein(a: np.ndarray, b: np.ndarray) -> float:
    """W2 between as many points with equal masses."""
    cost = np.sum((a[:, None] - b) ** 2, axis=2)
    return float(np.sqrt(cost[linear_sum_assignment(cost)].mean()))


def judge(couple: Coupled, fresh: np.ndarray, arguments: argparse.Namespace) -> list[float]:
    """Train once: loss, bend, W2 after 1, 4 and 100 steps, milliseconds of coupling a batch."""
    d = fresh.shape[1]
    network, loss, seconds = train(couple, d, arguments.steps, arguments.batch)
    noise = torch.randn(len(fresh), d)
    ends = [flow(network, noise, steps) for steps in (1, 4, 100)]
    distances = [wasserstein(x.numpy(), fresh) for x, _ in ends]
    return [loss, ends[-1][1], *distances, 1e3 * seconds]


def main() -> None:
    """Print a table for each set of data."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", default="all", help="plane, codes, all, or MNIST's four files")
    parser.add_argument("--dim", type=int, default=16, help="numbers of a code")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--batch", type=int, default=256)
    arguments = parser.parse_args()
    sets = {"moons": in_the_plane(moons), "eight_gaussians": in_the_plane(eight_gaussians)}
    if arguments.data != "plane":
        folder = None if arguments.data in ("all", "codes") else Path(arguments.data)
        name = f"{'digits' if folder is None else folder.name} in {arguments.dim} numbers"
        sets = sets if arguments.data == "all" else {}
        sets[name] = codes_of(folder, arguments.dim, 2 * arguments.steps)
    for title, draw in sets.items():
        names = ("loss", "bend", "W2, 1 step", "W2, 4 steps", "W2, 100 steps", "ms a batch")
        table: dict[str, list[list[float]]] = {}
        floor = []
        for seed in range(arguments.seeds):
            rng = np.random.default_rng(seed)
            torch.manual_seed(seed)
            data, fresh, others = draw(rng, seed)
            floor.append(wasserstein(fresh, others[: len(fresh)]))
            for kind in (independent, minibatch, exact):
                torch.manual_seed(seed)
                couple = kind(torch.from_numpy(data).float())
                table.setdefault(kind.__name__, []).append(judge(couple, fresh, arguments))
        print(f"{title}: {len(data)} points, {arguments.seeds} seeds, mean ± deviation")
        print(" " * 12, *(f"{name:>16}" for name in names))
        for kind_name, rows in table.items():
            mean, deviation = np.mean(rows, axis=0), np.std(rows, axis=0)
            cells = (f"{m:.3f} ± {d:.3f}" for m, d in zip(mean, deviation, strict=True))
            print(f"{kind_name:12}", *(f"{cell:>16}" for cell in cells), flush=True)
        print(f"W2 between two sets of fresh points: {np.mean(floor):.3f}\n")


if __name__ == "__main__":
    main()
