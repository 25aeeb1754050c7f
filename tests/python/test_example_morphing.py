"""The example that makes one shape another."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*arguments):
    """Run the example; return what it prints."""
    command = [sys.executable, "-W", "error", str(EXAMPLES / "morphing.py"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_moves_shapes_and_pictures(tmp_path):
    image = pytest.importorskip("matplotlib.image")
    drawing = tmp_path / "way.png"
    image.imsave(tmp_path / "dot.png", np.pad(np.zeros((4, 4)), 8, constant_values=1), cmap="gray")
    for ends in ([], [str(EXAMPLES / "data" / "italy.geojson"), str(tmp_path / "dot.png")]):
        printed = run(*ends, "-n", "60", "--steps", "5", "-o", str(drawing))
        length, least = (
            float(re.search(rf"{name} +([\d.]+)", printed)[1])
            for name in ("length of the way", "the shortest is at least")
        )
        assert 0 < least < length < 1
        assert image.imread(drawing).std() > 0.01
