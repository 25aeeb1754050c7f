"""Seconds, medians of them, and the unit: one build of the triangulation by CGAL."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np

LIBRARIES = Path(__file__).parent.parent / "build/release/bench"


class Seconds(NamedTuple):
    """On a quiet machine and with one thread both agree; otherwise the second is steadier."""

    wall: float
    cpu: float


def seconds_of(run: Callable[[], object]) -> Seconds:
    """Time one run; what itself returns `Seconds` is taken at its word."""
    wall, cpu = time.perf_counter(), time.process_time()
    returned = run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return returned if isinstance(returned, Seconds) else Seconds(wall, cpu)


def rounds(n: int) -> int:
    """Return how often to repeat what takes n sites."""
    return 31 if n <= 1_000 else 9 if n <= 10_000 else 5 if n <= 100_000 else 3


def medians(rounds: int, *runs: Callable[[], object], warm_up: bool = True) -> list[Seconds]:
    """Time the runs by turns, so that noise hits all of them, after a round that does not count."""
    if warm_up:
        for run in runs:
            run()
    table = np.array([[seconds_of(run) for run in runs] for _ in range(rounds)])
    return [Seconds(*row) for row in np.median(table, axis=0)]


class _CgalBuild(ctypes.Structure):
    _fields_ = (
        ("wall_seconds", ctypes.c_double),
        ("cpu_seconds", ctypes.c_double),
        ("vertices", ctypes.c_int64),
    )


class CgalBuild:
    """CGAL's ``Regular_triangulation_2`` of sites, from cpp/cgal_build.cpp: call it to build once.

    Without weights it expects all sites as vertices; ``hidden`` says how many are none.
    """

    def __init__(self, sites: np.ndarray, weights: np.ndarray | None = None, hidden: int = 0):
        found = [*LIBRARIES.glob("libcgal_build.*")]
        if not found:
            raise FileNotFoundError(
                f"no cgal_build in {LIBRARIES}: run ./dev bench, which builds it"
            )
        self._build = ctypes.CDLL(str(found[0])).cgal_build
        self._build.restype = None
        arrays = [sites] if weights is None else [sites, weights]
        self._arrays = [np.ascontiguousarray(array, dtype=np.float64) for array in arrays]
        self._vertices = len(sites) - hidden

    def __call__(self) -> Seconds:
        """Build, and return the seconds of the insertion alone."""
        pointers = [array.ctypes.data_as(ctypes.c_void_p) for array in self._arrays]
        weights = pointers[1] if len(pointers) > 1 else None
        result = _CgalBuild()
        self._build(
            pointers[0], weights, ctypes.c_int64(len(self._arrays[0])), ctypes.byref(result)
        )
        if result.vertices != self._vertices:
            raise AssertionError(f"CGAL has {result.vertices} vertices, not {self._vertices}")
        return Seconds(result.wall_seconds, result.cpu_seconds)
