"""Transports from files, of either kind."""

from __future__ import annotations

import os
from typing import Any

from brenier._arguments import as_path, shown
from brenier._sampled.files import SAVED_SAMPLED
from brenier.sampled_transport import SampledTransport
from brenier.storage import require_arrays, unpack_arrays
from brenier.transport import SAVED, Transport

__all__ = ["load", "load_planar"]


def load(path: str | os.PathLike[str], *, source: Any = None) -> Transport | SampledTransport:
    """Read a transport that was written by `Transport.save` or `SampledTransport.save`.

    Parameters
    ----------
    path : str or path
    source : callable, optional
        The source of a `SampledTransport` that was solved for a function, which is not in the file.
        Without it all works but what draws samples.

    Returns
    -------
    Transport or SampledTransport

    Raises
    ------
    OSError
        The file cannot be opened.
    ValueError
        It is no such file, or not a sound one: an array is missing, has a wrong type or shape, or
        the masses of the cells are not as the file says. Or a source is given where the file has
        one.
    TypeError
        The source is no function.
    """
    file = as_path(path, "path")
    if source is not None and not callable(source):
        raise TypeError(f"source is {shown(source)}; expected a function (n, rng)")
    raw = file.read_bytes()
    try:
        arrays = unpack_arrays(raw, ())
        is_sampled = "sampled" in arrays
        require_arrays(arrays, SAVED_SAMPLED if is_sampled else SAVED)
        if is_sampled:
            return SampledTransport._from_arrays(arrays, source)
        if source is not None:
            raise ValueError("source is given, but the file has one")
        return Transport._from_arrays(arrays)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{file} is no sound transport file: {error}") from error


def load_planar(path: str | os.PathLike[str]) -> Transport:
    """Read a transport of `Transport.save`; those of any dimension have no map and no diagram."""
    transport = load(path)
    if not isinstance(transport, Transport):
        raise ValueError(
            f"{os.fspath(path)} holds the transport of a sampled source; expected one in the "
            "plane, of brenier.solve"
        )
    return transport
