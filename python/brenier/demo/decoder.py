"""A decoder from the plane to pictures: random Fourier features and a small network.

A network fed with two bare numbers draws one smooth average a class. Sines and cosines in random
directions let it draw the picture of every code [tancik2020]; their length scales run from the
whole square, which is what a class takes up, down to the codes' spacing, which is what tells
neighbours apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy.spatial import cKDTree

from brenier.demo import sklearn_network

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from brenier.datasets import Pictures

_FEATURES = 64
_SPACING_NEIGHBOUR = 10  # half its distance is about the distance between neighbours in a cluster
_PICTURES_SHOWN = 200_000  # in all epochs together, at which the loss of the digits has settled
_FEWEST_EPOCHS = 30
_CHUNK = 8192


@dataclass(frozen=True)
class FourierFeatures:
    """Sines and cosines of random directions.

    Attributes
    ----------
    frequencies : (2, k) array
        In radians per unit length.
    """

    frequencies: NDArray[np.float64]

    def __call__(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the (m, 2 k) features of (m, 2) points."""
        phases = points @ self.frequencies
        return np.concatenate([np.sin(phases), np.cos(phases)], axis=1)

    @classmethod
    def of_codes(cls, codes: NDArray[np.float64], seed: int) -> FourierFeatures:
        """Draw frequencies for codes that fill the unit square."""
        neighbour = min(_SPACING_NEIGHBOUR, len(codes) - 1)
        # The first neighbour is the code itself.
        distances, _ = cKDTree(codes).query(codes, k=[neighbour + 1])
        lengths = np.geomspace(np.median(distances) / 2, 1, _FEATURES)
        return cls(np.random.default_rng(seed).normal(size=(2, _FEATURES)) / lengths)


@dataclass(frozen=True)
class Decoder:
    """A function from the plane to pictures.

    Attributes
    ----------
    features : FourierFeatures
        The first, fixed layer.
    network : callable
        From (m, 2 k) features to (m, h * w) grey values.
    shape : (h, w)
        The size of the pictures.
    """

    features: FourierFeatures
    network: Callable[[NDArray[np.float64]], NDArray[np.float64]]
    shape: tuple[int, int]

    def __call__(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the pictures (m, h, w) of the points (m, 2), in [0, 1]."""
        pieces = [
            self.network(self.features(points[k : k + _CHUNK]))
            for k in range(0, len(points), _CHUNK)
        ]
        return np.clip(np.concatenate(pieces), 0, 1).reshape(-1, *self.shape)


def train_decoder(
    codes: NDArray[np.float64],
    pictures: Pictures,
    backend: str,
    seed: int,
    show: Callable[[float], None],
) -> Decoder:
    """Train a decoder that takes each code to its picture.

    Parameters
    ----------
    codes : (n, 2) array
        In the unit square.
    pictures : Pictures
        n pictures.
    backend : {"sklearn", "torch"}
        What trains the network; both train the same one.
    seed : int
        Fixes the features, the network's start and the order of its training.
    show : callable
        Is told the fraction done.

    Returns
    -------
    Decoder

    Raises
    ------
    ImportError
        If the backend's package is not installed.
    """
    features = FourierFeatures.of_codes(codes, seed)
    epochs = max(_FEWEST_EPOCHS, _PICTURES_SHOWN // len(codes))
    inputs, targets = features(codes), pictures.flat.astype(float)
    if backend == "torch":
        from brenier.demo import torch_network

        network = torch_network.fit(inputs, targets, epochs, seed, show)
    else:
        network = sklearn_network.fit(inputs, targets, epochs, seed, show)
    return Decoder(features, network, pictures.images.shape[1:])
