"""The sites that have cells: different ones, with mass."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import numpy as np

from brenier._arrays import FloatArray, IntArray, as_real_array, read_only, require_real
from brenier._masses import as_masses

__all__ = ["Cells", "as_finite_rows", "as_sampled_masses", "as_sampled_sites"]

_MOST_DIMENSIONS = 65536
_LARGEST = 1e150
_OFF = 1e-9


@dataclass(frozen=True, eq=False)
class Cells:
    """Sites at one place share a cell; those without mass have none."""

    site: IntArray  # (cells,), the first of each
    of_site: IntArray  # (n,), -1 where there is none
    groups: IntArray  # (n,), the first site at the same place
    masses: FloatArray  # (cells,), with sum 1

    @classmethod
    def of(cls, sites: FloatArray, masses: FloatArray) -> Cells:
        """Find which sites are the same, and which have mass."""
        groups = _first_of_equal(sites)
        total = np.bincount(groups, masses, len(sites))
        site = np.flatnonzero(total > 0)
        number = np.full(len(sites), -1, dtype=np.intp)
        number[site] = np.arange(len(site))
        own: FloatArray = total[site] / total.sum()
        return cls(*(read_only(a) for a in (site, number[groups], groups, own)))


def _first_of_equal(rows: FloatArray) -> IntArray:
    """For each row, the first that equals it, by digests: sorting rows takes much longer."""
    first: dict[bytes, int] = {}
    result = np.empty(len(rows), dtype=np.intp)
    for i, row in enumerate(rows + 0.0):  # so that -0 is 0
        result[i] = first.setdefault(blake2b(row.tobytes(), digest_size=16).digest(), i)
    return result


def as_sampled_sites(value: Any, name: str) -> FloatArray:
    """Copy sites (n, d) into float64: n and d are 1 or more, numbers finite and not too large."""
    array = require_real(value, name)
    if array.ndim != 2 or array.shape[0] == 0 or not 1 <= array.shape[1] <= _MOST_DIMENSIONS:
        raise ValueError(
            f"{name} has shape {array.shape}; expected (n, d): one site or more, of 1 to "
            f"{_MOST_DIMENSIONS:,} numbers each"
        )
    with np.errstate(over="ignore"):
        sites = np.array(array, dtype=np.float64, order="C")
    if not np.abs(sites).max() <= _LARGEST:
        row, column = np.argwhere(~(np.abs(sites) <= _LARGEST))[0].tolist()
        raise ValueError(
            f"{name}[{row}, {column}] is {float(sites[row, column])!r}; expected finite numbers, "
            f"up to {_LARGEST:g} in size"
        )
    return read_only(sites)  # type: ignore[no-any-return]


def as_finite_rows(value: Any, name: str, dimension: int) -> FloatArray:
    """Copy points (m, d) into float64, finite ones."""
    array = as_real_array(value, name)
    if array.ndim != 2 or array.shape[1] != dimension:
        raise ValueError(f"{name} has shape {array.shape}; expected (m, {dimension})")
    if not np.abs(array).max(initial=0.0) <= _LARGEST:
        row, column = np.argwhere(~(np.abs(array) <= _LARGEST))[0].tolist()
        raise ValueError(
            f"{name}[{row}, {column}] is {float(array[row, column])!r}; expected finite numbers, "
            f"up to {_LARGEST:g} in size"
        )
    return array


def as_sampled_masses(value: Any, count: int) -> FloatArray:
    """Copy masses (n,), 0 or more and with sum 1; equal ones by default."""
    if value is None:
        return read_only(np.full(count, 1.0 / count))  # type: ignore[no-any-return]
    masses = as_masses(value, "masses", count)
    bad = ~((masses >= 0.0) & np.isfinite(masses))
    if bad.any():
        k = int(np.argmax(bad))
        raise ValueError(
            f"masses[{k}] is {float(masses[k])!r}; expected a finite number, 0 or more"
        )
    total = float(masses.sum())
    if not abs(total - 1.0) <= _OFF:
        raise ValueError(
            f"masses sum to {total:.10g}; expected 1 within {_OFF:g}: normalise them, masses / "
            "masses.sum()"
        )
    return read_only(masses)  # type: ignore[no-any-return]
