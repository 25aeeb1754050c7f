"""What importing the package does not do; examples in docstrings; processes."""

from __future__ import annotations

import signal
import subprocess
import sys
import textwrap

import brenier.power_diagram
import brenier.solver
import brenier.sources
import pytest


def run(program: str, **options) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=60,
        **options,
    )


def test_import_brings_in_nothing_heavy_and_changes_nothing():
    result = run(
        """
        import signal, sys, threading
        before = [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)]
        import brenier
        assert [signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)] == before
        assert threading.active_count() == 1
        heavy = {"torch", "matplotlib", "sklearn", "scipy.sparse", "tqdm", "shapely"}
        assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()
        assert 1e-320 / 2 > 0  # denormal numbers are not flushed to zero
        """
    )
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_unknown_attributes_are_unknown():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        brenier.nothing  # noqa: B018


def test_a_child_process_can_solve_after_a_fork():
    if not hasattr(signal, "SIGCHLD"):
        pytest.skip("no fork here")
    result = run(
        """
        import os
        import numpy as np, brenier
        sites = np.random.default_rng(0).random((20_000, 2))
        weights = brenier.solve(sites, tol=1e-4, workers=2).weights
        child = os.fork()
        if child == 0:
            same = np.array_equal(brenier.solve(sites, tol=1e-4, workers=2).weights, weights)
            os._exit(0 if same else 1)
        assert os.waitpid(child, 0)[1] == 0
        """
    )
    assert result.returncode == 0, result.stderr
