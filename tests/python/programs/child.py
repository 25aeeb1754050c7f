"""Texts of programs, run in processes of their own; they may import what the tests do."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from pathlib import Path

TESTS = Path(__file__).parents[1]


def run(program: str, timeout: float = 120) -> str:
    """Run a program to its good end, in so many seconds, and get what it prints."""
    return _run(program, timeout).stdout


def run_silently(program: str) -> None:
    """Run a program to its good end, with no word from it."""
    result = _run(program, 120)
    assert (result.stdout, result.stderr) == ("", "")


def _run(program: str, timeout: float) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=timeout,
        cwd=TESTS,
    )
    assert result.returncode == 0, f"exit status {result.returncode}: {result.stderr}"
    return result
