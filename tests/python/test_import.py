"""What importing the package does not do; what it does not know."""

from __future__ import annotations

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
