"""The same arguments give the same bits: in every run and process, on any number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from programs import everything


@pytest.fixture(scope="module")
def here():
    return everything.digest(workers=1)


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_in_another_run(here, workers):
    assert everything.digest(workers) == here


@pytest.mark.parametrize("seed", [0, 1])
def test_in_another_process(here, seed):
    """With other hashes, other addresses, and another number of threads for linear algebra."""
    threads = {"OPENBLAS_NUM_THREADS": str(seed + 1), "OMP_NUM_THREADS": str(seed + 1)}
    result = subprocess.run(
        [sys.executable, Path(everything.__file__), "2"],
        env={**os.environ, **threads, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == here
