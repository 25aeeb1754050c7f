"""Flow matching in the plane: noise coupled with data by chance, by batches, or exactly.

A network learns the velocity x1 - x0 along the lines from noise x0 to data x1. Which x1 an x0 gets
decides how straight the learned flow is, and so how few steps it needs: any one (independent), the
best matching within each batch (minibatch), or the point that the transport of the whole density
sends it to (exact, brenier.torch.Coupling).

    python examples/flow_matching.py [--seeds 3] [--steps 1000] [--batch 256]

Three minutes on one core. Needs torch.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import brenier
import brenier.torch
import numpy as np
import torch
from scipy.optimize import linear_sum_assignment

POINTS = 5000  # of data to learn from
JUDGED = 1000  # samples, against as many fresh points

Pairs = tuple[torch.Tensor, torch.Tensor]


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


def independent(data: torch.Tensor) -> Callable[[torch.Tensor], Pairs]:
    """Couple noise with any of the data."""
    return lambda x0: (x0, data[torch.randint(len(data), (len(x0),))])


def minibatch(data: torch.Tensor) -> Callable[[torch.Tensor], Pairs]:
    """Couple a batch of noise with one of the data by the matching of least cost."""

    def pairs(x0: torch.Tensor) -> Pairs:
        x1 = data[torch.randint(len(data), (len(x0),))]
        rows, columns = linear_sum_assignment(torch.cdist(x0, x1).square().numpy())
        return x0[rows], x1[columns]

    return pairs


def exact(data: torch.Tensor) -> Callable[[torch.Tensor], Pairs]:
    """Couple noise with the data that the transport from the normal density sends it to."""
    coupling = brenier.torch.Coupling(brenier.solve(data, source=brenier.Gaussian(), tol=1e-6))
    return lambda x0: (x0, coupling(x0)[0])


def train(
    couple: Callable[[torch.Tensor], Pairs], steps: int, batch: int
) -> tuple[torch.nn.Module, float, float]:
    """Train a velocity; return it, its loss on the last tenth, and seconds of coupling a batch."""
    network = torch.nn.Sequential(
        torch.nn.Linear(3, 128),
        torch.nn.SiLU(),
        torch.nn.Linear(128, 128),
        torch.nn.SiLU(),
        torch.nn.Linear(128, 128),
        torch.nn.SiLU(),
        torch.nn.Linear(128, 2),
    )
    optimizer = torch.optim.Adam(network.parameters(), lr=2e-3)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    seconds, losses = 0.0, []
    for _ in range(steps):
        begin = time.process_time()
        x0, x1 = couple(torch.randn(batch, 2))
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


def judge(
    couple: Callable[[torch.Tensor], Pairs], fresh: np.ndarray, arguments: argparse.Namespace
) -> list[float]:
    """Train once: loss, bend, W2 after one step and after 100, milliseconds of coupling a batch."""
    network, loss, seconds = train(couple, arguments.steps, arguments.batch)
    noise = torch.randn(len(fresh), 2)
    at_once, _ = flow(network, noise, 1)
    slowly, bend = flow(network, noise, 100)
    distances = [wasserstein(x.numpy(), fresh) for x in (at_once, slowly)]
    return [loss, bend, *distances, 1e3 * seconds]


def main() -> None:
    """Print a table for each set of data."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--steps", type=int, default=1000)
    parser.add_argument("--batch", type=int, default=256)
    arguments = parser.parse_args()
    for draw in (moons, eight_gaussians):
        print(f"{draw.__name__}: {POINTS} points, {arguments.seeds} seeds, mean ± deviation")
        names = ("loss", "bend", "W2, 1 step", "W2, 100 steps", "ms a batch")
        print(" " * 12, *(f"{name:>16}" for name in names))
        floor = []
        for kind in (independent, minibatch, exact):
            rows = []
            for seed in range(arguments.seeds):
                rng = np.random.default_rng(seed)
                torch.manual_seed(seed)
                data, fresh = draw(POINTS, rng), draw(JUDGED, rng)
                floor.append(wasserstein(draw(JUDGED, rng), fresh))
                rows.append(judge(kind(torch.from_numpy(data).float()), fresh, arguments))
            mean, deviation = np.mean(rows, axis=0), np.std(rows, axis=0)
            cells = (f"{m:.3f} ± {d:.3f}" for m, d in zip(mean, deviation, strict=True))
            print(f"{kind.__name__:12}", *(f"{cell:>16}" for cell in cells), flush=True)
        print(f"W2 between two sets of fresh points: {np.mean(floor):.3f}\n")


if __name__ == "__main__":
    main()
