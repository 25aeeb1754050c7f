"""The example of dots without a seam, as a user runs it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "examples" / "tileable.py"


def test_there_is_a_seam_in_the_square_and_none_on_the_torus(tmp_path):
    pytest.importorskip("matplotlib")
    drawing = tmp_path / "dots.png"
    options = ["--uniform", "-n", "200", "--moves", "20", "-o", str(drawing)]
    command = [sys.executable, "-W", "error", str(SCRIPT), *options]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    square, torus = (float(part) for part in re.findall(r"([\d.]+)% at the seam", done.stdout))
    assert square < 1 < 3 < torus
    costs = [float(cost) for cost in re.findall(r"cost ([\d.]+)", done.stdout)]
    assert costs[1] < costs[0] and drawing.exists()
