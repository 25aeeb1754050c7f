"""Polygons that several tests share."""

from __future__ import annotations

import math

import numpy as np

SQUARE = np.array([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)])
L_SHAPE = [(0, 0), (1, 0), (1, 0.5), (0.5, 0.5), (0.5, 1), (0, 1)]
HORSESHOE = [(0, 0), (3, 0), (3, 3), (2, 3), (2, 1), (1, 1), (1, 3), (0, 3)]
STAR = [
    (0.5 + r * math.cos(k * math.pi / 5), 0.5 + r * math.sin(k * math.pi / 5))
    for k, r in enumerate([0.5, 0.2] * 5)
]
