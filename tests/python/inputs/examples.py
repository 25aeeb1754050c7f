"""Examples run as a user runs them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

EXAMPLES = Path(__file__).parents[3] / "examples"
# Half of the digits, and a judge trained for a second: the demo's, which the examples borrow, takes
# ten.
DRIVER = """
import runpy, sys
import numpy as np
from brenier import datasets
from brenier.demo import classifier
half = datasets.digits().take(np.arange(900))
datasets.digits = lambda: half
classifier._EPOCHS = 20
sys.argv = sys.argv[1:]
sys.path.insert(0, sys.argv[0].rpartition("/")[0])
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def run(name, *arguments):
    """Run an example; return what it prints."""
    script = (EXAMPLES / name).as_posix()
    # joblib, of scikit-learn, warns where it cannot count the processors.
    quiet = "ignore:Could not find the number of physical cores:UserWarning"
    command = [sys.executable, "-W", "error", "-W", quiet, "-c", DRIVER, script, *arguments]
    environment = {**os.environ, "LOKY_MAX_CPU_COUNT": str(os.cpu_count())}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def row(printed, name):
    """Return the numbers of a line of the table; shares in per cent become fractions."""
    (line,) = re.findall(rf"^ *{name}  +(.*)$", printed, flags=re.MULTILINE)
    cells = re.findall(r"(\d[\d.]*)(%?)", line)
    return [float(number) / (100 if sign else 1) for number, sign in cells]
