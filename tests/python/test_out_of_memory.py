"""Memory that runs out is a MemoryError: nothing aborts, nothing hangs, and the process works on.

A child process for each limit: it is forked from one that has everything imported.
"""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from inputs.repetition import first

if sys.platform != "linux":
    pytest.skip("limits of memory as Linux has them", allow_module_level=True)

PROGRAM = """
import json, os, resource, sys, warnings
import numpy as np, brenier, scipy.sparse, scipy.spatial

warnings.simplefilter("ignore")
rng = np.random.default_rng(0)
sites, few = rng.random((30_000, 2)), rng.random((1_500, 2))
raster = rng.random((700, 700))
mapped = brenier.ContinuousMap(brenier.solve(few))
mapped.transport.index(few)
x = rng.random((100_000, 2))
CALLS = {
    "diagram": lambda workers: brenier.PowerDiagram(sites, workers=workers).facets,
    "hessian": lambda workers: brenier.PowerDiagram(sites, workers=workers).hessian(),
    "cells": lambda workers: brenier.PowerDiagram(sites, workers=workers).cell(0),
    "solve": lambda workers: brenier.solve(sites, max_iter=1, workers=workers),
    "raster": lambda workers: brenier.PowerDiagram(few, source=brenier.Raster(raster)).masses,
    "map": lambda workers: brenier.ContinuousMap(brenier.solve(few, workers=workers))(x),
    "locate": lambda workers: mapped.transport.index(x),
    "images": lambda workers: mapped(x),
    "quantize": lambda workers: brenier.quantize(few, max_iter=2),
}
MEMORY_ERROR, RESULT, OTHER_ERROR, BROKEN = range(11, 15)
no_limit = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


def in_use():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def outcome(call, room):
    try:
        resource.setrlimit(resource.RLIMIT_AS, (in_use() + room, resource.RLIM_INFINITY))
        try:
            call()
        except MemoryError:
            result = MEMORY_ERROR
        else:
            result = RESULT
        finally:
            resource.setrlimit(resource.RLIMIT_AS, no_limit)
        return result if brenier.solve(few[:50]).success else BROKEN
    except BaseException as error:
        print(repr(error), file=sys.stderr)
        return OTHER_ERROR


outcomes = {}
# Closely spaced where the last bytes go: what crashes there does so in a window of kilobytes.
ROOMS = [0.03 * k for k in range(50)] + [2, 4, 7, 10, 15, 30, 60, 1024]
for workers in (1, 4):
    for room in ROOMS:
        pid = os.fork()
        if pid == 0:
            code = outcome(lambda: CALLS[sys.argv[1]](workers), int(room * 2**20))
            sys.stderr.flush()
            os._exit(code)
        outcomes[f"{workers} workers, {room:g} MB"] = os.waitpid(pid, 0)[1] / 256
print(json.dumps(outcomes))
"""
CALLS = ("diagram", "solve", "map", "locate", "hessian", "cells", "raster", "images", "quantize")
MEMORY_ERROR, RESULT = 11, 12


@pytest.mark.parametrize("name", first(4, CALLS))
def test_too_little_memory_is_a_memory_error(name):
    program = subprocess.run(
        [sys.executable, "-c", PROGRAM, name], capture_output=True, text=True, timeout=120
    )
    assert program.returncode == 0, program.stderr
    outcomes = json.loads(program.stdout)
    assert set(outcomes.values()) == {MEMORY_ERROR, RESULT}, (outcomes, program.stderr)
    for workers in (1, 4):
        assert outcomes[f"{workers} workers, 0 MB"] == MEMORY_ERROR
        assert outcomes[f"{workers} workers, 1024 MB"] == RESULT
