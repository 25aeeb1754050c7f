"""A map as a buffer: what a module needs to go through `state_dict`, copies and devices."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from brenier.latent import LatentSampler
from brenier.storage import pack_arrays, unpack_arrays
from brenier.transport import SAVED

__all__ = ["PlanModule"]


class PlanModule(torch.nn.Module):
    """A module whose state is a sampler, as the bytes of the file that `Transport.save` writes.

    Bytes, because they are exact: a buffer of floats would be rounded along with the network's when
    it is moved to another dtype, and the cells would not have their masses any more. They are
    checked when they are unpacked, which happens at the first use after they have changed.
    """

    plan: torch.Tensor
    like: torch.Tensor

    def __init__(self, sampler: LatentSampler | None, dtype: torch.dtype | None) -> None:
        super().__init__()
        raw = np.frombuffer(b"" if sampler is None else _pack(sampler), dtype=np.uint8)
        self.register_buffer("plan", torch.from_numpy(raw.copy()))
        # Tells the dtype and the device of the outputs, and follows `to`, `half`, `cuda`, …
        self.register_buffer("like", torch.empty(0, dtype=dtype), persistent=False)
        self._unpacked = (*self._state(), sampler)

    def _state(self) -> tuple[torch.Tensor, int]:
        """The buffer, and how often it was written to."""
        return self.plan, 0 if self.plan.is_inference() else self.plan._version

    @property
    def sampler(self) -> LatentSampler:
        """The sampler in numpy that this module stands for."""
        plan, version, sampler = self._unpacked
        if sampler is None or plan is not self.plan or version != self._state()[1]:
            sampler = _unpack(self.plan.cpu().to(torch.uint8).numpy().tobytes())
            self._unpacked = (*self._state(), sampler)
        return sampler

    def extra_repr(self) -> str:
        """Say what the plan is, for `repr`, without unpacking it."""
        if not len(self.plan):
            return "empty"
        sampler = self._unpacked[2]
        return f"plan of {len(self.plan)} bytes" if sampler is None else repr(sampler)

    def _load_from_state_dict(self, state_dict: dict[str, Any], prefix: str, *rest: Any) -> None:
        """Take a plan of any size, from any number of sites."""
        plan = state_dict.get(prefix + "plan")
        if isinstance(plan, torch.Tensor):
            self.plan = self.plan.new_empty(plan.shape)
        super()._load_from_state_dict(state_dict, prefix, *rest)

    def __getstate__(self) -> dict[str, Any]:
        """For copies and pickles: the buffers have all."""
        return {**self.__dict__, "_unpacked": (*self._state(), None)}


def _pack(sampler: LatentSampler) -> bytes:
    return pack_arrays(sampler._to_arrays())


def _unpack(raw: bytes) -> LatentSampler:
    if not raw:
        raise ValueError("this module has no plan yet; give it a sampler, or load a state_dict")
    try:
        arrays = unpack_arrays(raw, (*SAVED, "thresholds", "singular", "local"))
        return LatentSampler._from_arrays(arrays)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"plan is no sound plan: {error}") from error
