"""Where the system has no headers, CMake takes those that it was told to download.

Nothing is downloaded: folders stand for what would be unpacked, with the system's headers in them,
which CMake is kept from finding where they are.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PREFIXES = [Path("/usr"), Path("/usr/local"), Path("/opt/homebrew")]
HIDE = """
set(CMAKE_FIND_USE_CMAKE_SYSTEM_PATH OFF)
set(CMAKE_FIND_USE_SYSTEM_ENVIRONMENT_PATH OFF)
"""


def of_the_system(pattern):
    for prefix in PREFIXES:
        for path in prefix.glob(pattern):
            return path
    pytest.skip(f"no {pattern} on this system")


@pytest.fixture
def unpacked(tmp_path):
    """The folders in which downloads would be, by their names."""
    inside = {
        "boost/boost": of_the_system("include/boost/version.hpp").parent,
        "cgal/include/CGAL": of_the_system("include/CGAL/version.h").parent,
        "cgal/lib/cmake/CGAL": of_the_system("lib/**/cmake/CGAL/CGALConfig.cmake").parent,
        "eigen": of_the_system("include/eigen3/Eigen/Core").parents[1],
    }
    for name, folder in inside.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).symlink_to(folder)
    return {name: tmp_path / name for name in ("boost", "cgal", "eigen")}


def configure(folder, *options):
    for program in ("cmake", "ninja"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    hide = folder.with_suffix(".cmake")  # read once the compiler has been found
    hide.write_text(HIDE)
    options = ["-G", "Ninja", f"-DCMAKE_PROJECT_brenier_INCLUDE={hide}", *options]
    command = ["cmake", "-S", ROOT, "-B", folder, *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def test_headers_that_the_system_lacks_are_those_that_were_unpacked(unpacked, tmp_path):
    folders = [
        f"-DFETCHCONTENT_SOURCE_DIR_{name.upper()}={path}" for name, path in unpacked.items()
    ]
    options = ["-DBRENIER_FETCH=ON", "-DCGAL_DISABLE_GMP=ON", *folders]
    done = configure(tmp_path / "build", *options)
    assert done.returncode == 0, done.stderr
    rules = (tmp_path / "build" / "build.ninja").read_text("utf-8")
    for folder in (unpacked["boost"], unpacked["eigen"]):
        assert f"-isystem {folder}" in rules


def test_without_leave_to_download_the_error_says_what_to_install(unpacked, tmp_path):
    done = configure(tmp_path / "build")
    assert done.returncode != 0
    assert "brenier needs CGAL >= 5.4 and Eigen >= 3.4." in done.stderr
    assert "BRENIER_FETCH=ON" in done.stderr
