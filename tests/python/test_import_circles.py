"""The check of `./dev lint` finds modules that import each other in a circle, and tells where."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

CHECK = Path(__file__).resolve().parents[2] / "tools" / "lint" / "import_circles.py"
LATE = "def f():\n    from p import a\n"
FOR_TYPES = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import p.a\n"


def check(folder, files):
    """Write the files of a package p, and check it: the exit status, and the lines printed."""
    for name, text in {"__init__.py": "", **files}.items():
        file = folder / "p" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    command = [sys.executable, str(CHECK), "p"]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert not result.stderr
    return result.returncode, result.stdout.splitlines()


@pytest.mark.parametrize(
    ("back", "line"),
    [
        ("import p.a", 1),
        ("from p.a import x", 1),
        ("from p import a as other", 1),
        ("from . import a", 1),
        ("from .a import *", 1),
        (LATE, 2),
        (FOR_TYPES, 3),
    ],
)
def test_a_circle_is_told_with_the_lines_that_make_it(tmp_path, back, line):
    files = {"a.py": "import sys\nfrom p.b import y\n", "b.py": back, "c.py": "import p.a, p.b"}
    assert check(tmp_path, files) == (
        1,
        [
            "p.a -> p.b -> p.a",
            "  p/a.py:2: imports p.b",
            f"  p/b.py:{line}: imports p.a",
        ],
    )


def test_a_package_is_in_a_circle_with_a_submodule_that_imports_a_name_of_it(tmp_path):
    files = {"__init__.py": "from p import a\nx = 1\n", "a.py": "from p import x\n"}
    status, lines = check(tmp_path, files)
    assert (status, lines[0]) == (1, "p -> p.a -> p")


def test_every_circle_is_told_once(tmp_path):
    files = {
        "a.py": "import p.b",
        "b.py": "import p.c",
        "c.py": "import p.a",
        "sub/__init__.py": "from . import d",
        "sub/d.py": "from ..sub import e",
        "sub/e.py": "from . import d, f",
        "sub/f.py": "from .. import a",
    }
    status, lines = check(tmp_path, files)
    circles = [line for line in lines if "->" in line]
    assert (status, circles) == (1, ["p.a -> p.b -> p.c -> p.a", "p.sub.d -> p.sub.e -> p.sub.d"])


def test_where_arrows_run_one_way_there_is_none(tmp_path):
    files = {
        "__init__.py": "from p import a, sub\nfrom p.sub.e import z\n",
        "a.py": "from p import _core, b\nimport numpy\n",
        "b.py": "from p import _core\n",
        "_core.pyi": "import numpy\n",
        "sub/__init__.py": "from p.sub.e import z\n",
        "sub/d.py": "from p import a\n",
        "sub/e.py": "from . import d\n",
    }
    assert check(tmp_path, files) == (0, [])
