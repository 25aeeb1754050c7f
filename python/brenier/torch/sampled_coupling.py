"""Noise and data of any dimension: the coupling of a sampled transport, on any device."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from brenier._arguments import require_instance
from brenier._arrays import FloatArray, IntArray
from brenier.labels import as_classes
from brenier.sampled_solver import solve_sampled
from brenier.sampled_transport import SampledTransport
from brenier.storage import pack_arrays, unpack_arrays
from brenier.torch.tensors import require_tensor

__all__ = ["SampledCoupling"]

_ENTRIES = 1 << 24  # of a block of scores
_CANDIDATES = 4  # that double precision decides among
_ARRAYS = ("sites", "origin", "unit", "owner", "places", "heights", "begin", "labels")


class SampledCoupling(torch.nn.Module):
    """The coupling of noise with data of any dimension, made by `brenier.torch.Coupling`.

    All is done on the device that the module is moved to: scores in float32, in blocks, and in
    float64 among the best few. Its state is one buffer of bytes, which no dtype rounds.
    """

    plan: torch.Tensor

    def __init__(
        self, t: SampledTransport | None = None, labels: Any = None, *, tol: float = 0.1
    ) -> None:
        super().__init__()
        raw = b"" if t is None else pack_arrays(_arrays_of(t, labels, tol))
        self.register_buffer("plan", torch.from_numpy(np.frombuffer(raw, np.uint8).copy()))
        self._tables: list[dict[str, torch.Tensor]] = []
        self._of: tuple[torch.Tensor, int] | None = None

    def extra_repr(self) -> str:
        """Say how large the plan is."""
        return f"plan of {len(self.plan)} bytes" if len(self.plan) else "empty"

    def forward(
        self, x0: torch.Tensor, labels: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Find the data that noise belongs to.

        Parameters
        ----------
        x0 : Tensor of shape (..., d)
            Noise, of a floating-point dtype, on any device.
        labels : Tensor of shape (...), optional
            The class of the data that each point of noise is to be given, an index of the sorted
            labels; if the module was made with labels.

        Returns
        -------
        x1 : Tensor of shape (..., d)
            The sites that it is sent to, of the dtype and on the device of `x0`, without grad.
        index : Tensor of shape (...)
            Their indices, of dtype int64, on the device of `x0`.

        Raises
        ------
        ValueError
            A tensor has a wrong shape, is not finite or out of range, or the module has no plan.
        TypeError
            `x0` is no dense floating-point tensor.
        """
        require_tensor(x0, "x0")
        tables = self._unpacked()
        d = tables[0]["sites"].shape[1]
        if x0.ndim == 0 or x0.shape[-1] != d:
            raise ValueError(f"x0 has shape {tuple(x0.shape)}; expected (..., {d})")
        points = x0.detach().reshape(-1, d).to(self.plan.device).double()
        if not bool(torch.isfinite(points).all()):
            raise ValueError("x0 has a number that is not finite; expected finite numbers")
        index = torch.empty(len(points), dtype=torch.int64, device=points.device)
        if labels is None:
            if len(tables) > 1:
                raise ValueError("labels is None; expected the class of each point, (...)")
            index = _nearest(points, tables[0])
        else:
            wanted = _as_labels(labels, x0, len(tables)).to(points.device)
            for k, table in enumerate(tables):
                some = wanted == k
                index[some] = _nearest(points[some], table)
        x1 = tables[0]["sites"][index].to(x0.dtype).to(x0.device).reshape(x0.shape)
        return x1, index.to(x0.device).reshape(x0.shape[:-1])

    def _unpacked(self) -> list[dict[str, torch.Tensor]]:
        """The tables on the device of the buffer, for each class, made when it has changed."""
        state = self.plan, 0 if self.plan.is_inference() else self.plan._version
        if self._of is None or self._of[0] is not state[0] or self._of[1] != state[1]:
            if not len(self.plan):
                raise ValueError(
                    "this module has no plan yet; give it a transport, or load a state_dict"
                )
            arrays = unpack_arrays(self.plan.cpu().numpy().tobytes(), _ARRAYS)
            self._tables, self._of = _tables_of(arrays, self.plan.device), state
        return self._tables

    def _load_from_state_dict(self, state_dict: dict[str, Any], prefix: str, *rest: Any) -> None:
        plan = state_dict.get(prefix + "plan")
        if isinstance(plan, torch.Tensor):
            self.plan = self.plan.new_empty(plan.shape)
        super()._load_from_state_dict(state_dict, prefix, *rest)

    def __getstate__(self) -> dict[str, Any]:
        """For copies and pickles: the buffer has all."""
        return {**self.__dict__, "_tables": [], "_of": None}


def _arrays_of(t: SampledTransport, labels: Any, tol: float) -> dict[str, Any]:
    """The cells of a transport; with labels those of a transport onto each class."""
    require_instance(t, "t", SampledTransport, "a SampledTransport, of brenier.solve_sampled")
    parts = [(t, np.arange(len(t.sites)))]
    if labels is not None:
        classes, of_site = as_classes(labels, "labels")
        if len(of_site) != len(t.sites):
            raise ValueError(
                f"labels has {len(of_site)} entries; expected {len(t.sites)}, as sites"
            )
        members = [np.flatnonzero(of_site == k) for k in range(len(classes))]
        parts = [(_onto(t, some, classes[k], tol), some) for k, some in enumerate(members)]
    frames = [part._frame for part, _ in parts]
    return {
        "sites": t.sites,
        "origin": np.stack([frame.origin for frame in frames]),
        "unit": np.array([frame.unit for frame in frames]),
        "owner": np.concatenate([some[part._cells.site] for part, some in parts]),
        "places": np.concatenate([frame.places for frame in frames]),
        "heights": np.concatenate([part._heights for part, _ in parts]),
        "begin": np.cumsum([0, *(len(part._heights) for part, _ in parts)]),
        "labels": np.array(len(parts) if labels is not None else 0),
    }


def _onto(t: SampledTransport, some: IntArray, label: Any, tol: float) -> SampledTransport:
    """Solve for a class, from the weights of all."""
    masses: FloatArray = t.masses[some]
    if not masses.sum() > 0:
        raise ValueError(f"the sites with label {label!r} have no mass")
    start = t.weights[some]
    return solve_sampled(
        t.sites[some], masses / masses.sum(), t.source, tol=tol, rng=0, initial_weights=start
    )


def _tables_of(arrays: dict[str, Any], device: torch.device) -> list[dict[str, torch.Tensor]]:
    tables = []
    sites = torch.from_numpy(arrays["sites"]).to(device)
    for k, (begin, end) in enumerate(zip(arrays["begin"], arrays["begin"][1:], strict=False)):
        places = torch.from_numpy(arrays["places"][begin:end]).to(device)
        tables.append(
            {
                "sites": sites,
                "origin": torch.from_numpy(arrays["origin"][k]).to(device),
                "unit": torch.tensor(arrays["unit"][k], device=device),
                "owner": torch.from_numpy(arrays["owner"][begin:end].astype(np.int64)).to(device),
                "places": places,
                "in_single": (2.0 * places.T).float().contiguous(),
                "heights": torch.from_numpy(arrays["heights"][begin:end]).to(device),
            }
        )
    return tables


def _nearest(x: torch.Tensor, table: dict[str, torch.Tensor]) -> torch.Tensor:
    """The site to which each point (m, d) is sent."""
    points = (x - table["origin"]) / table["unit"]
    heights = table["heights"]
    n = len(heights)
    owners = []
    for block in points.split(max(1, _ENTRIES // n)):
        scores = torch.addmm(heights.float(), block.float(), table["in_single"])
        candidates = scores.topk(min(_CANDIDATES, n), dim=1).indices.sort(dim=1).values
        exact = 2.0 * (table["places"][candidates] @ block[:, :, None])[:, :, 0]
        exact = exact + heights[candidates]
        best = exact.argmax(dim=1, keepdim=True)
        owners.append(table["owner"][candidates.gather(1, best)[:, 0]])
    return torch.cat(owners) if owners else table["owner"][:0]


def _as_labels(labels: torch.Tensor, x0: torch.Tensor, count: int) -> torch.Tensor:
    if not isinstance(labels, torch.Tensor) or labels.is_floating_point() or labels.is_complex():
        raise TypeError("labels is no tensor of integers; expected the class of each point")
    if labels.shape != x0.shape[:-1]:
        raise ValueError(
            f"labels has shape {tuple(labels.shape)}; expected {tuple(x0.shape[:-1])}, as x0"
        )
    flat = labels.reshape(-1).long()
    if len(flat) and not (int(flat.min()) >= 0 and int(flat.max()) < count):
        raise ValueError(f"labels has an entry that is none of the {count} classes, from 0 on")
    return flat
