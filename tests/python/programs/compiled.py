"""Which headers the compiler reads for the module ``brenier._core``."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def headers_of_core(folder: Path, *options: str) -> set[Path]:
    """All files that are read, by the build's own commands, in a new build folder.

    Nothing is compiled: each command is run with ``-M``, which lists what would be read.
    """
    pybind11 = pytest.importorskip("pybind11")
    for program in ("cmake", "ninja"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    found = [
        f"-DPython_EXECUTABLE={sys.executable}",
        f"-Dpybind11_DIR={pybind11.get_cmake_dir()}",
    ]
    wheel = ["-DBRENIER_PYTHON=ON", "-DBRENIER_UNITY=ON", "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON"]
    _run(["cmake", "-S", str(ROOT), "-B", str(folder), "-G", "Ninja", *wheel, *found, *options])
    commands = json.loads((folder / "compile_commands.json").read_text("utf-8"))
    files: set[Path] = set()
    for command in commands:
        words = shlex.split(command["command"])
        output = words.index("-o")
        listing = [*words[:output], *words[output + 2 :], "-M"]
        rule = _run(listing, command["directory"]).replace("\\\n", " ")
        names = shlex.split(rule.partition(":")[2])
        files.update(Path(command["directory"], name) for name in names)
    return {Path(os.path.normpath(file)) for file in files}


def _run(command: list[str], folder: str | None = None) -> str:
    result = subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=folder)
    assert result.returncode == 0, result.stderr
    return result.stdout
