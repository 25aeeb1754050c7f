"""What `./dev wheel` and `./dev matrix` ask of distributions finds what is wrong with them."""

from __future__ import annotations

import io
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

TOOLS = Path(__file__).parents[2] / "tools" / "wheel"


def tool(name, *arguments, **options):
    command = [sys.executable, str(TOOLS / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, **options)


def write_wheel(folder, *, tag="manylinux_2_28_x86_64", others=(), size=0):
    path = folder / f"thing-1.0-cp311-cp311-{tag}.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("thing/__init__.py", b"\0" * size)
        for name in ("thing-1.0.dist-info/RECORD", *others):
            archive.writestr(name, b"")
    return path


def write_sdist(folder, *names, size=0):
    with tarfile.open(folder / "thing-1.0.tar.gz", "w:gz", compresslevel=0) as archive:
        for name in ("thing-1.0/pyproject.toml", *names):
            member = tarfile.TarInfo(name)
            member.size = size
            archive.addfile(member, io.BytesIO(b"\0" * size))


def test_files_as_they_should_be_pass(tmp_path):
    write_wheel(tmp_path)
    write_sdist(tmp_path, "thing-1.0/tests/test_thing.py")
    done = tool("check_files.py", tmp_path)
    assert done.returncode == 0, done.stdout
    assert "0.00 MB" in done.stdout


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        ({"tag": "linux_x86_64"}, "no index takes"),
        ({"others": ["thing.libs/libgmp.so.10"]}, "it has thing.libs in it"),
        ({"others": ["tests/test_thing.py"]}, "it has tests in it"),
        ({"size": 3_000_001}, "too large"),
    ],
)
def test_a_wheel_that_should_not_be_published_is_told(options, complaint, tmp_path):
    write_wheel(tmp_path, **options)
    done = tool("check_files.py", tmp_path)
    assert done.returncode == 1
    assert complaint in done.stdout


@pytest.mark.parametrize(
    ("names", "size", "complaint"),
    [
        (["thing-1.0/docs/map.png"], 0, "it has thing-1.0/docs/map.png in it"),
        (["thing-1.0/thing/_core.so"], 0, "_core.so in it"),
        ([], 1_500_001, "too large"),
    ],
)
def test_an_sdist_that_should_not_be_published_is_told(names, size, complaint, tmp_path):
    write_sdist(tmp_path, *names, size=size)
    done = tool("check_files.py", tmp_path)
    assert done.returncode == 1
    assert complaint in done.stdout


def test_a_folder_without_distributions_is_no_success(tmp_path):
    assert tool("check_files.py", tmp_path).returncode == 1


@pytest.mark.parametrize(("seconds", "status"), [(0, 0), (0.4, 1)])
def test_an_import_that_takes_long_is_told(seconds, status, tmp_path):
    lines = ["import time", "start = time.process_time()"]
    lines.append(f"while time.process_time() < start + {seconds}: pass")
    (tmp_path / "thing.py").write_text("\n".join(lines))
    done = tool("check_import.py", "thing", cwd=tmp_path)
    assert done.returncode == status, done.stderr
    assert "importing thing" in done.stdout


# Wheels begin with 1.26.1.
PIP = """
import sys
if "index" in sys.argv:
    print("numpy (2.4.6)")
    print("Available versions: 2.4.6, 2.0.0, 1.26.4, 1.26.1.post1, 1.26.1, 1.26.0, 1.24.1, 1.9.0")
else:
    sys.exit(sys.argv[-1] in ("numpy==1.24.1", "numpy==1.26.0", "numpy==1.9.0"))
"""


@pytest.mark.parametrize(("bound", "release"), [("1.24", "1.26.1"), ("1.26.2", "1.26.4")])
def test_the_oldest_release_that_a_wheel_allows_and_that_comes_compiled(bound, release, tmp_path):
    """Of pip's list, which is not in the order of text: 1.9 comes before 1.24."""
    path = write_wheel(tmp_path)
    with zipfile.ZipFile(path, "a") as archive:
        lines = [f"Requires-Dist: numpy>={bound}", "Requires-Dist: ten>=2; extra == 'x'"]
        archive.writestr("thing-1.0.dist-info/METADATA", "\n".join(["Name: thing", *lines]))
    (tmp_path / "pip.py").write_text(PIP)
    done = tool("oldest.py", path, "numpy", cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})
    assert done.stdout == f"numpy=={release}\n", done.stderr
