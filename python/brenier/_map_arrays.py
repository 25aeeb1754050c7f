"""A continuous map as named arrays: its transport, its thresholds, its values."""

from __future__ import annotations

import zipfile
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np

from brenier._arguments import as_choice
from brenier._arrays import as_rows, as_values
from brenier._values import BLENDS
from brenier.storage import unpack_arrays
from brenier.thresholds import Thresholds
from brenier.transport import SAVED, Transport

__all__ = ["SAVED_MAP", "is_map_file", "load_map_arrays", "map_from_arrays", "map_to_arrays"]

SAVED_MAP = ("thresholds", "blend")  # and "map_values", if there are any
_NAMES = tuple(field.name for field in fields(Thresholds))


def map_to_arrays(t: Transport, options: dict[str, Any]) -> dict[str, Any]:
    """Put into arrays what makes an equal map: the transport, and the other arguments."""
    values = options["values"]
    thresholds = [options.get(name, np.nan) for name in _NAMES]
    return {
        **t._to_arrays(),
        "thresholds": np.array(thresholds, dtype=np.float64),  # nan where there is none
        "blend": np.array(options["blend"]),
        **({} if values is None else {"map_values": values}),
    }


def map_from_arrays(arrays: dict[str, Any]) -> tuple[Transport, dict[str, Any]]:
    """Get the arguments of a map back from its arrays, which may come from anywhere.

    Raises
    ------
    TypeError, ValueError
        An array has a wrong type or shape, or says what is not so.
    """
    t = Transport._from_arrays(arrays)
    given = as_values(arrays["thresholds"], "thresholds", len(_NAMES)).tolist()
    thresholds = Thresholds(*(None if np.isnan(value) else value for value in given))
    values = arrays.get("map_values")
    return t, {
        "values": None if values is None else as_rows(values, "map_values", len(t.sites)),
        "blend": as_choice(str(arrays["blend"]), "blend", BLENDS),
        **{name: value for name, value in asdict(thresholds).items() if value is not None},
    }


def load_map_arrays(file: Path) -> tuple[Transport, dict[str, Any]]:
    """Read the arguments of a map from a file; ValueError if it is not sound."""
    raw = file.read_bytes()
    try:
        return map_from_arrays(unpack_arrays(raw, (*SAVED, *SAVED_MAP)))
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{file} is no sound map file: {error}") from error


def is_map_file(file: Path) -> bool:
    """Tell a map's file from a transport's, and from what is neither."""
    try:
        with zipfile.ZipFile(file) as archive:
            return all(f"{name}.npy" in archive.namelist() for name in SAVED_MAP)
    except zipfile.BadZipFile:
        return False
