"""Normal densities that several tests share."""

from __future__ import annotations

import brenier
import numpy as np

from inputs.shapes import SQUARE

FRAME = [3 * SQUARE, 1 + SQUARE]
MEANS = np.array([(0.2, 0.3), (0.8, 0.7), (0.5, -1.0)])
COVS = np.array([0.02 * np.eye(2), [[0.1, 0.09], [0.09, 0.1]], [[1, 0], [0, 0.04]]])
WEIGHTS = np.array([1.0, 3.0, 4.0])


def mixture(domain=SQUARE, weights=WEIGHTS):
    return brenier.GaussianMixture(MEANS, COVS, weights, domain)
