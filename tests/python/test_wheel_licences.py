"""Wheels and sdists have the notices and texts that licences ask for, and no test in the wheels.

A wheel is put together without the compiled module, which takes minutes and changes nothing here.
"""

from __future__ import annotations

import email
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Of each distribution, by its package: the licences, the folder, what its notice says of CGAL.
EXPRESSIONS = {
    "brenier": "BSD-3-Clause AND LGPL-3.0-or-later AND BSL-1.0 AND MPL-2.0",
    "brenier_space": "GPL-3.0-or-later AND BSD-3-Clause AND "
    "LGPL-3.0-or-later AND BSL-1.0 AND MPL-2.0",
}
FOLDERS = {"brenier": ROOT, "brenier_space": ROOT / "space"}
NOTICES = {
    "brenier": "CGAL and its use here are covered by the GNU Lesser General Public License",
    "brenier_space": "distribution as a whole, is under the GNU General Public License",
}
TEXTS = {
    "LICENSE": "BSD 3-Clause License",
    "NOTICE": "Copyright (c) 2026, The brenier developers",
    "licenses/LGPL-3.0.txt": "GNU LESSER GENERAL PUBLIC LICENSE Version 3",
    "licenses/GPL-3.0.txt": "GNU GENERAL PUBLIC LICENSE Version 3",
    "licenses/BSL-1.0.txt": "Boost Software License - Version 1.0",
    "licenses/MPL-2.0.txt": "Mozilla Public License Version 2.0",
    "licenses/pybind11.txt": "Wenzel Jakob",
}


def packed(what, package, folder):
    """The path of a distribution, made by the project's build system."""
    pytest.importorskip("scikit_build_core")
    if not FOLDERS[package].is_dir():
        pytest.skip("brenier's sdist is without brenier-space")
    settings = {"wheel.cmake": "false"} if what == "wheel" else {}
    program = f"import scikit_build_core.build as b; b.build_{what}({str(folder)!r}, {settings!r})"
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=FOLDERS[package],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert result.returncode == 0, result.stderr
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module", params=list(FOLDERS))
def package(request):
    return request.param


@pytest.fixture(scope="module")
def wheel(package, tmp_path_factory):
    with zipfile.ZipFile(packed("wheel", package, tmp_path_factory.mktemp("wheel"))) as archive:
        yield {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sdist(package, tmp_path_factory):
    """Its files: a link would be none, and point to nothing on another machine."""
    with tarfile.open(packed("sdist", package, tmp_path_factory.mktemp("sdist"))) as archive:
        yield {
            member.name.partition("/")[2]: archive.extractfile(member).read()
            for member in archive.getmembers()
            if member.isfile()
        }


def metadata(wheel):
    (text,) = (text for name, text in wheel.items() if name.endswith(".dist-info/METADATA"))
    return email.message_from_bytes(text)


def test_metadata_of_the_wheel_name_all_licences_and_their_files(package, wheel):
    assert metadata(wheel)["License-Expression"] == EXPRESSIONS[package]
    assert set(metadata(wheel).get_all("License-File")) == set(TEXTS)


def test_metadata_of_the_sdist_are_those_of_the_wheel(package, wheel, sdist):
    there = email.message_from_bytes(sdist["PKG-INFO"])
    assert there["License-Expression"] == EXPRESSIONS[package]
    assert there["Version"] == metadata(wheel)["Version"]


@pytest.mark.parametrize("name", TEXTS)
def test_texts_are_in_the_wheel_and_the_sdist(name, wheel, sdist):
    (inside,) = (path for path in wheel if path.endswith(f".dist-info/licenses/{name}"))
    text = wheel[inside].decode()
    assert TEXTS[name] in " ".join(text.split())
    assert sdist[name].decode() == text


def test_the_notice_says_how_cgal_is_used(package, sdist):
    assert NOTICES[package] in " ".join(sdist["NOTICE"].decode().split())


def test_the_wheel_has_the_package_and_nothing_else(package, wheel):
    tops = {name.partition("/")[0] for name in wheel}
    assert tops == {package, next(top for top in tops if top.endswith(".dist-info"))}


# Of brenier also what one tests with; pictures of the documentation, 3.5 MB, are looked at
# elsewhere.
IN_SDIST = {
    "brenier": [
        *("CMakeLists.txt", "dev", "python/brenier/py.typed", "tests/cpp/CMakeLists.txt"),
        *("tests/python/conftest.py", "docs/install.md", "docs/api.md"),
        *("cpp/brenier/newton/newton.cpp", "cpp/brenier/plane/domain/polygon.hpp"),
    ],
    "brenier_space": [
        *("CMakeLists.txt", "cmake/options.cmake", "python/brenier_space/py.typed", "brenier.toml"),
        *("cpp/brenier/newton/newton.cpp", "cpp/brenier/space/points/point.hpp"),
        *("cpp/bindings/boundary.hpp", "cpp/bindings/space/module.cpp"),
    ],
}
NOT_IN_SDIST = {
    "brenier": ("docs/images/", "build/", "space/"),
    "brenier_space": ("build/", "tests/"),
}


def test_the_sdist_is_what_one_builds_and_tests_with(package, sdist):
    assert set(IN_SDIST[package]) <= set(sdist)
    assert any(name.startswith("tests/data/fuzz/") for name in sdist) == (package == "brenier")
    assert not [name for name in sdist if name.startswith(NOT_IN_SDIST[package])]


def test_the_citation_names_the_licence_of_our_own_code():
    assert "\nlicense: BSD-3-Clause\n" in (ROOT / "CITATION.cff").read_text("utf-8")
