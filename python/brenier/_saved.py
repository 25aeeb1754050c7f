"""What a file says of a transport, held against what it can be."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arrays import FloatArray, IntArray

__all__ = ["read_coarse_steps", "read_groups", "read_text", "require_certificate"]


def read_text(arrays: dict[str, Any], name: str) -> str:
    """Read a text of a file."""
    array = arrays[name]
    if array.shape != () or array.dtype.kind != "U":
        raise ValueError(f"{name} has shape {array.shape} and dtype {array.dtype}; expected a text")
    return str(array)


def read_coarse_steps(arrays: dict[str, Any]) -> int:
    """Files of earlier versions do not tell."""
    array = arrays.get("coarse_steps", np.array(0))
    if array.shape != () or array.dtype.kind not in "iu" or array < 0:
        raise ValueError(f"coarse_steps is {array}; expected an integer, 0 or more")
    return int(array)


def read_groups(arrays: dict[str, Any], count: int) -> npt.NDArray[np.int32]:
    """Read the groups that a file names; of one from before there were any, sites at one place."""
    groups = arrays.get("groups")
    if groups is None:
        return np.arange(count, dtype=np.int32)
    if groups.shape != (count,) or groups.dtype.kind not in "iu":
        raise ValueError(
            f"groups has shape {groups.shape} and dtype {groups.dtype}; "
            f"expected an index for each of {count} sites"
        )
    if not np.all((groups >= 0) & (groups < count)):
        raise ValueError("groups has an index that no site has")
    return np.ascontiguousarray(groups, dtype=np.int32)


def require_certificate(
    groups: IntArray, masses: FloatArray, cell_masses: FloatArray, error: float
) -> None:
    """Compute the error anew, of the sums of groups, and hold it against what the file says."""
    target = np.bincount(groups, masses)
    actual = np.bincount(groups, cell_masses)
    given = target > 0
    found = float(np.max(np.abs(actual[given] - target[given]) / target[given]))
    if not abs(found - error) <= 1e-6 * (1 + found):
        raise ValueError(
            f"the masses of its cells have relative error {found:.2e}, not {error:.2e} as it says"
        )
