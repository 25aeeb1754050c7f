"""The adapters of docs/many.md, for MPI and Ray, as they stand there; where these are installed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).parents[2] / "docs" / "many.md"
COMMON = """
import brenier
import numpy as np

def problems():
    for seed in range(30):
        yield np.random.default_rng(seed).random((20, 2))

def check(costs):
    assert costs == [brenier.solve(sites).cost for sites in problems()]
    print(len(costs))
"""


def block(word):
    """The page's block of code in which a word stands."""
    (found,) = [
        b
        for b in re.findall(r"^```py\n(.*?)^```", PAGE.read_text("utf-8"), re.M | re.S)
        if word in b
    ]
    return found


def output(command, **environment):
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=120, env={**os.environ, **environment}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_processes_of_mpi(tmp_path):
    pytest.importorskip("mpi4py")
    if shutil.which("mpiexec") is None:
        pytest.skip("mpiexec is not installed")
    program = tmp_path / "program.py"
    program.write_text(COMMON + block("MPIPoolExecutor") + "    check(costs)\n", encoding="utf-8")
    # Open MPI refuses root, and more processes than processors, unless it is told.
    allowed = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1"}
    command = ["mpiexec", "-n", "3", sys.executable, "-m", "mpi4py.futures", str(program)]
    assert output(command, **allowed, OMPI_MCA_rmaps_base_oversubscribe="1").split() == ["30"]


def test_tasks_of_ray(tmp_path):
    pytest.importorskip("ray")
    program = tmp_path / "program.py"
    options = "num_cpus=2, include_dashboard=False, log_to_driver=False"
    end = f"""
ray.init({options}, object_store_memory=100 * 2**20)
many = brenier.solve_many(problems(), executor=RayExecutor(), chunksize=4)
check([t.cost for t in many])
bad = [[(float("nan"), 0)], [(0.5, 0.5)]]
error, t = brenier.solve_many(bad, executor=RayExecutor(), return_exceptions=True)
assert isinstance(error, ValueError) and "problems[0]" in str(error) and t.success
"""
    program.write_text(COMMON + block("RayExecutor") + end, encoding="utf-8")
    assert output([sys.executable, str(program)]).split()[-1] == "30"
