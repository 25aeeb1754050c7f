"""A map as a buffer: what a module needs to go through `state_dict`, copies and devices."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch._subclasses.fake_tensor import unset_fake_temporarily

from brenier._neighbors import NEIGHBORS, Neighbors
from brenier._sampled.files import SAVED_SAMPLED
from brenier._values import Values
from brenier.latent import LatentSampler
from brenier.storage import pack_arrays, require_arrays, unpack_arrays
from brenier.torch.host import HostModule
from brenier.transport import SAVED

__all__ = ["PlanModule"]

_NEIGHBORS = "neighbors"


class PlanModule(HostModule):
    """A module whose state is a sampler, as the bytes of the file that `Transport.save` writes.

    Bytes, because they are exact: coordinates would be rounded along with the network's numbers
    when it is moved to another dtype, and the cells would not have their masses any more. The
    buffer has a floating-point number for each byte, 0 to 255, which every such dtype holds
    exactly, and which is rounded when it is read: so it also outlives averages with buffers that
    hold the same, such as those of a generator and its moving average.

    They are checked when they are unpacked, which happens at the first use after they have changed.
    """

    plan: torch.Tensor
    like: torch.Tensor

    def __init__(self, sampler: LatentSampler | None, dtype: torch.dtype | None) -> None:
        super().__init__()
        raw = b"" if sampler is None else _pack(sampler)
        numbers = np.frombuffer(raw, dtype=np.uint8).astype(np.float32)
        self.register_buffer("plan", torch.from_numpy(numbers))
        # Tells the dtype and the device of the outputs, and follows `to`, `half`, `cuda`, …
        self.register_buffer("like", torch.empty(0, dtype=dtype), persistent=False)
        self._seen = _Seen(*self._state(), raw, sampler)

    def _state(self) -> tuple[torch.Tensor, int]:
        """The buffer, and how often it was written to."""
        return self.plan, 0 if self.plan.is_inference() else self.plan._version

    @property
    def sampler(self) -> LatentSampler:
        """The sampler in numpy that this module stands for."""
        plan, version = self._state()
        seen = self._seen
        if seen.sampler is None or plan is not seen.plan or version != seen.version:
            raw = _bytes_of(plan)
            # Often it was written to with what it held: copied from another module, or averaged.
            known = seen.sampler if raw == seen.raw else None
            self._seen = seen = _Seen(plan, version, raw, known or _unpack(raw))
        assert seen.sampler is not None
        return seen.sampler

    def width(self) -> int:
        """Tell how many numbers a latent has; also while torch compiles, without any values."""
        with unset_fake_temporarily():
            return int(self.sampler._values.rows.shape[1])

    def extra_repr(self) -> str:
        """Say what the plan is, for `repr`, without unpacking it."""
        if not len(self.plan):
            return "empty"
        sampler = self._seen.sampler
        return f"plan of {len(self.plan)} bytes" if sampler is None else repr(sampler)

    def _load_from_state_dict(self, state_dict: dict[str, Any], prefix: str, *rest: Any) -> None:
        """Take a plan of any size, from any number of sites."""
        plan = state_dict.get(prefix + "plan")
        if isinstance(plan, torch.Tensor):
            self.plan = self.plan.new_empty(plan.shape)
        super()._load_from_state_dict(state_dict, prefix, *rest)

    def __deepcopy__(self, memo: dict[int, Any]) -> PlanModule:
        """Copy all but the sampler, which does not change, and may take long to unpack."""
        result = type(self).__new__(type(self))
        memo[id(self)] = result
        result.__setstate__(deepcopy(self.__getstate__(), memo))
        if self._seen.sampler is not None:
            # Read again before it is used, as it may have been written to since it was seen.
            result._seen = replace(self._seen, plan=result.plan, version=-1)
        return result

    def __getstate__(self) -> dict[str, Any]:
        """For copies and pickles: the buffers have all."""
        return {**self.__dict__, "_seen": _Seen(*self._state(), b"", None)}


@dataclass(frozen=True)
class _Seen:
    """A buffer that was read, in which state, its bytes, and what they were unpacked to."""

    plan: torch.Tensor
    version: int
    raw: bytes
    sampler: LatentSampler | None


def _bytes_of(plan: torch.Tensor) -> bytes:
    """Round numbers to bytes; what is no byte becomes any."""
    numbers = plan.detach().cpu().float().numpy()
    with np.errstate(invalid="ignore"):
        raw: bytes = np.rint(numbers).astype(np.uint8).tobytes()
    return raw


def _pack(sampler: LatentSampler) -> bytes:
    arrays, values = sampler._to_arrays(), sampler._values
    if values.blend == "spread" or sampler.local:
        # They take seconds to find for ten thousand codes, and who reads the plan needs them, too.
        arrays[_NEIGHBORS] = values.neighbors
    return pack_arrays(arrays)


def _unpack(raw: bytes) -> LatentSampler:
    if not raw:
        raise ValueError("this module has no plan yet; give it a sampler, or load a state_dict")
    try:
        arrays = unpack_arrays(raw, ("thresholds", "singular", "local"))
        require_arrays(arrays, SAVED_SAMPLED if "sampled" in arrays else SAVED)
        sampler = LatentSampler._from_arrays(arrays)
        if _NEIGHBORS in arrays:
            sampler._values.neighbors = _as_neighbors(arrays[_NEIGHBORS], sampler._values)
        return sampler
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"plan is no sound plan: {error}") from error


def _as_neighbors(array: npt.NDArray[Any], values: Values) -> Neighbors:
    """Check the indices of the values nearest to each, which may come from anywhere."""
    n = len(values.rows)
    shape = (n, min(NEIGHBORS, n - 1))
    if array.shape != shape or array.dtype.kind not in "iu":
        raise ValueError(
            f"{_NEIGHBORS} has shape {array.shape} and dtype {array.dtype}; expected whole numbers "
            f"of shape {shape}"
        )
    if array.size and not (array.min() >= 0 and array.max() < n):
        raise ValueError(f"{_NEIGHBORS} has an index that is none of {n} values")
    return array.astype(np.int32)
