"""What a file holds of a sampled transport, as arrays, and what is made of these again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arguments import as_number
from brenier._arrays import FloatArray, as_values, read_only
from brenier._sampled.frame import Frame
from brenier._sampled.problem import Cells, as_sampled_masses, as_sampled_sites
from brenier._sampled.sources import NAMES, as_sampled_source
from brenier._saved import read_text
from brenier.solution import SampledCertificate, SampledHistory, Status
from brenier.sources import Source, source_class

__all__ = ["SAVED_SAMPLED", "parts_from_arrays", "to_arrays"]

SAVED_SAMPLED = ("source", "sites", "masses", "heights", "origin", "unit", "status", "message")

Arrays = dict[str, npt.NDArray[Any]]


def to_arrays(t: Any) -> Arrays:
    """Put a `SampledTransport` into arrays; of a function that is its source only a word."""
    return {
        **_source_to_arrays(t.source),
        "sampled": np.array(1),
        "sites": t.sites,
        "masses": t.masses,
        "heights": t._heights,
        "origin": t._frame.origin,
        "unit": np.array(t._frame.unit),
        "status": np.array(t.status.value),
        "message": np.array(t.message),
        **_history_to_arrays(t.history),
        **_certificate_to_arrays(t.certificate),
    }


def parts_from_arrays(arrays: Arrays, function: Any) -> dict[str, Any]:
    """Read the parts of a transport that `to_arrays` wrote, or raise KeyError or ValueError."""
    sites = as_sampled_sites(arrays["sites"], "sites")
    masses = as_sampled_masses(arrays["masses"], len(sites))
    cells = Cells.of(sites, masses)
    origin, unit, heights = _frame_from_arrays(arrays, len(cells.site), sites.shape[1])
    return {
        "sites": sites,
        "masses": masses,
        "cells": cells,
        "frame": Frame.of(sites[cells.site], origin, unit),
        "heights": heights,
        "source": _source_from_arrays(arrays, sites.shape[1], function),
        "status": Status(read_text(arrays, "status")),
        "message": read_text(arrays, "message"),
        "history": _history_from_arrays(arrays),
        "certificate": _certificate_from_arrays(arrays),
    }


def _history_to_arrays(history: SampledHistory) -> Arrays:
    """Put a history into arrays."""
    return {f"history_{f.name}": getattr(history, f.name) for f in fields(SampledHistory)}


def _history_from_arrays(arrays: Arrays) -> SampledHistory:
    """Read what `_history_to_arrays` wrote, or raise KeyError or ValueError."""
    columns = {f.name: arrays[f"history_{f.name}"] for f in fields(SampledHistory)}
    shapes = {array.shape for array in columns.values()}
    if len(shapes) > 1 or any(a.ndim != 1 or a.dtype.kind not in "fi" for a in columns.values()):
        raise ValueError("the columns of its history are no numbers, or of different lengths")
    return SampledHistory(**{name: read_only(array) for name, array in columns.items()})


def _certificate_to_arrays(certificate: SampledCertificate) -> Arrays:
    """Put a certificate into arrays."""
    names = [f.name for f in fields(SampledCertificate)]
    return {f"certificate_{name}": np.array(getattr(certificate, name)) for name in names}


def _certificate_from_arrays(arrays: Arrays) -> SampledCertificate:
    """Read what `_certificate_to_arrays` wrote, or raise KeyError or ValueError."""
    values: dict[str, Any] = {}
    for name in (f.name for f in fields(SampledCertificate)):
        array = arrays[f"certificate_{name}"]
        shape = (2,) if name.endswith("interval") else ()
        if array.shape != shape or array.dtype.kind not in "fi" or not np.isfinite(array).all():
            raise ValueError(f"certificate_{name} is {array}; expected finite numbers")
        values[name] = tuple(array.tolist()) if array.ndim else array.item()
    return SampledCertificate(**values)


def _frame_from_arrays(
    arrays: Arrays, cells: int, dimension: int
) -> tuple[FloatArray, float, FloatArray]:
    """Read origin, unit and heights, or raise KeyError or ValueError."""
    origin = as_values(arrays["origin"], "origin", dimension)
    heights = as_values(arrays["heights"], "heights", cells)
    unit = as_number(arrays["unit"], "unit")
    if not (np.isfinite(heights).all() and np.isfinite(origin).all() and 0.0 < unit < np.inf):
        raise ValueError("heights, origin or unit are not finite, or unit is not over 0")
    return read_only(origin), unit, heights


def _source_to_arrays(source: Any) -> Arrays:
    """Put a source into arrays, a function as no more than a word."""
    if isinstance(source, Source):
        return {"source": np.array(source._kind), **source._to_arrays()}
    return {"source": np.array(source if isinstance(source, str) else "function")}


def _source_from_arrays(arrays: Arrays, dimension: int, function: Callable[..., Any] | None) -> Any:
    """Read a source that `_source_to_arrays` wrote; a function is the caller's, or None."""
    kind = read_text(arrays, "source")
    if kind == "function":
        return function
    if function is not None:
        raise ValueError(f"source is given, but the file has one: {kind!r}")
    source = kind if kind in NAMES else source_class(kind)._from_arrays(arrays)
    as_sampled_source(source, dimension)
    return source
