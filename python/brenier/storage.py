"""Transports in files: plain arrays in an .npz, checked when they are read, never pickled."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from brenier import _core
from brenier._arrays import FloatArray, as_points, as_values, read_only
from brenier.sources import Uniform

if TYPE_CHECKING:
    from brenier.transport import Transport

__all__ = ["load", "save"]

_FORMAT = 1
_REQUIRED = ("brenier_format", "domain", "sites", "masses", "point_weights", "status", "message")
_HISTORY = ("error", "step", "seconds")
_UNSOUND = (ValueError, TypeError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile)


def save(transport: Transport, path: Path) -> None:
    """Write a transport; see `Transport.save`."""
    source = transport.source
    if not isinstance(source, Uniform):
        raise TypeError(f"a transport from {source!r} cannot be saved")
    if path.suffix != ".npz":
        path = path.with_name(path.name + ".npz")
    np.savez(
        path,
        brenier_format=np.array(_FORMAT),
        domain=source.domain,
        sites=transport.sites,
        masses=transport.masses,
        point_weights=transport._point_weights,
        status=np.array(transport.status.value),
        message=np.array(transport.message),
        error=transport.history.error,
        step=transport.history.step,
        seconds=transport.history.seconds,
    )


def load(path: str | os.PathLike[str]) -> Transport:
    """Read a transport that was written by `Transport.save`.

    Parameters
    ----------
    path : str or path

    Returns
    -------
    Transport

    Raises
    ------
    OSError
        The file cannot be opened.
    ValueError
        It is no such file, or not a sound one: an array is missing, has a wrong type or shape, or
        the masses of the cells are not as the file says.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            if not isinstance(file, np.lib.npyio.NpzFile):
                raise ValueError("it is not an .npz file")
            return _transport({name: file[name] for name in file.files})
    except _UNSOUND as e:
        raise ValueError(f"{os.fspath(path)} is no sound transport file: {e}") from e


def _transport(arrays: dict[str, Any]) -> Transport:
    from brenier.transport import History, Status, Transport

    for name in (*_REQUIRED, *_HISTORY):
        if name not in arrays:
            raise ValueError(f"the array {name!r} is missing")
    if arrays["brenier_format"] != _FORMAT:
        raise ValueError(f"its format is {arrays['brenier_format']}; expected {_FORMAT}")
    sites: FloatArray = read_only(as_points(arrays["sites"], "sites"))
    masses: FloatArray = read_only(as_values(arrays["masses"], "masses", len(sites)))
    steps = len(np.atleast_1d(arrays["error"]))
    history = History(*(read_only(as_values(arrays[name], name, steps)) for name in _HISTORY))
    source = Uniform(arrays["domain"])
    problem = _core.Problem(sites, masses, source._core)
    point_weights = np.ascontiguousarray(arrays["point_weights"], dtype=np.float64)
    transport = Transport(
        sites=sites,
        masses=masses,
        source=source,
        weights=read_only(problem.site_weights(point_weights)),
        status=Status(str(arrays["status"])),
        message=str(arrays["message"]),
        history=history,
        _problem=problem,
        _point_weights=read_only(point_weights),
    )
    _require_certificate(transport)
    return transport


def _require_certificate(transport: Transport) -> None:
    """Compute the error anew and hold it against what the file says."""
    _, inverse = np.unique(transport.sites, axis=0, return_inverse=True)
    inverse = inverse.reshape(-1)
    target = np.bincount(inverse, transport.masses)
    actual = np.bincount(inverse, transport.diagram.masses)
    given = target > 0
    error = float(np.max(np.abs(actual[given] - target[given]) / target[given]))
    if not abs(error - transport.max_relative_error) <= 1e-6 * (1 + error):
        raise ValueError(
            f"the masses of its cells have relative error {error:.2e}, "
            f"not {transport.max_relative_error:.2e} as it says"
        )
