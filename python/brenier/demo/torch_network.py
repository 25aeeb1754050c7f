"""The decoder's network in torch."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from brenier.demo.network import BATCH, HIDDEN, LEARNING_RATE

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


def fit(
    inputs: NDArray[np.float64],
    targets: NDArray[np.float64],
    epochs: int,
    seed: int,
    show: Callable[[float], None],
) -> Callable[[NDArray[np.float64]], NDArray[np.float64]]:
    """Train the network and return it as a function of arrays.

    Parameters
    ----------
    inputs : (n, k) array
        Features of the codes.
    targets : (n, p) array
        Grey values.
    epochs : int
        Passes over the pictures.
    seed : int
        Fixes the start and the order; torch's own generator is left as it was.
    show : callable
        Is told the fraction done.

    Returns
    -------
    callable
        From (m, k) features to (m, p) grey values.
    """
    x = torch.from_numpy(inputs.astype(np.float32))
    y = torch.from_numpy(targets.astype(np.float32))
    order = torch.Generator().manual_seed(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        network = _network(inputs.shape[1], targets.shape[1])
    # Batches are too small for more threads than one; see `single_threaded`.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        _train(network, x, y, epochs, order, show)
    finally:
        torch.set_num_threads(threads)

    def decode(features: NDArray[np.float64]) -> NDArray[np.float64]:
        with torch.inference_mode():
            values: NDArray[Any] = network(torch.from_numpy(features.astype(np.float32))).numpy()
        return values.astype(float)

    return decode


def _train(
    network: torch.nn.Sequential,
    x: torch.Tensor,
    y: torch.Tensor,
    epochs: int,
    order: torch.Generator,
    show: Callable[[float], None],
) -> None:
    optimiser = torch.optim.Adam(network.parameters(), lr=LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, epochs)
    for epoch in range(epochs):
        for batch in torch.randperm(len(x), generator=order).split(BATCH):
            optimiser.zero_grad()
            loss = torch.nn.functional.mse_loss(network(x[batch]), y[batch])
            loss.backward()
            optimiser.step()
        schedule.step()
        show((epoch + 1) / epochs)


def _network(inputs: int, outputs: int) -> torch.nn.Sequential:
    widths = (inputs, *HIDDEN)
    layers: list[torch.nn.Module] = []
    for before, after in itertools.pairwise(widths):
        layers += [torch.nn.Linear(before, after), torch.nn.ReLU()]
    return torch.nn.Sequential(*layers, torch.nn.Linear(widths[-1], outputs))
