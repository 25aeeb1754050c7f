"""Files of transports, as they are and otherwise."""

from __future__ import annotations

from typing import Any

import brenier
import numpy as np


def altered(path: Any, **changes: Any) -> Any:
    """Write a transport's file anew with other arrays, without those that are None."""
    with np.load(path) as file:
        arrays = {name: file[name] for name in file.files}
    for name, value in changes.items():
        if value is None:
            del arrays[name]
        else:
            arrays[name] = value
    np.savez(path, **arrays)
    return path


def loaded(path, content):
    """The transport in the file, or None if it is refused as it should be."""
    path.write_bytes(content)
    try:
        return brenier.load(path)
    except ValueError as error:
        assert str(error).startswith(f"{path} is no sound transport file: ")
        return None
