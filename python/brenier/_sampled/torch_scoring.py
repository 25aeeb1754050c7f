"""Scores and the choice of the best on a device of torch; the rest is the core's, on the host."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from brenier import _core
from brenier._arguments import shown
from brenier._arrays import FloatArray
from brenier._sampled.frame import Frame
from brenier._sampled.table import Room, Table

__all__ = ["TorchTable", "as_device"]

_SPARE = 8  # candidates more than a list holds, which double precision decides among


class TorchTable(Table):
    """Like `Table`, with the sites on a device: samples go there, candidates come back."""

    def __init__(
        self, frame: Frame, heights: FloatArray, rows: int, workers: int, device: Any
    ) -> None:
        super().__init__(frame, heights, rows, workers)
        self._on_device = torch.from_numpy(self._matrix).to(device)

    def _add(self, lists: _core.SampleLists, points: FloatArray, room: Room) -> None:
        rows = torch.from_numpy(room.filled(points)).to(self._on_device.device)
        scores = rows @ self._on_device
        most = min(lists.width + _SPARE, scores.shape[1])
        candidates = torch.topk(scores, most, dim=1, sorted=False).indices
        on_host = candidates.to(torch.int32).cpu().numpy()
        lists.add_candidates(points, np.sort(on_host, axis=1), self._workers)


def as_device(value: Any) -> torch.device:
    """Check a device on which torch can compute here."""
    try:
        device = torch.device(value)
        torch.zeros(1, device=device)
    except Exception as error:  # of many kinds, which torch does not promise
        line = str(error).splitlines()[0]
        raise ValueError(
            f"device is {shown(value)}; expected a device of torch that is there, such as 'cpu' or "
            f"'cuda': {line}"
        ) from error
    return device
