"""The decoder's network, which every backend trains alike: its hidden layers, and how it learns."""

from __future__ import annotations

HIDDEN = (256, 256)
BATCH = 128
LEARNING_RATE = 2e-3
