"""Texts of programs, run in processes of their own; they may import what the tests do."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

TESTS = Path(__file__).parents[1]


def run(program: str) -> str:
    """Run a program to its good end, and get what it prints."""
    return _run(program).stdout


def run_silently(program: str) -> None:
    """Run a program to its good end, with no word from it."""
    result = _run(program)
    assert (result.stdout, result.stderr) == ("", "")


def _run(program: str) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=TESTS,
    )
    assert result.returncode == 0, f"exit status {result.returncode}: {result.stderr}"
    return result
