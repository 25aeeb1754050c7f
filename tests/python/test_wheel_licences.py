"""The wheel and the sdist have the notices and texts that licences ask for, and no test in them.

The wheel is put together without the compiled module, which takes minutes and changes nothing here.
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
EXPRESSION = "BSD-3-Clause AND LGPL-3.0-or-later AND BSL-1.0 AND MPL-2.0"
TEXTS = {
    "LICENSE": "BSD 3-Clause License",
    "NOTICE": "CGAL and its use here are covered by the GNU Lesser General Public License",
    "licenses/LGPL-3.0.txt": "GNU LESSER GENERAL PUBLIC LICENSE Version 3",
    "licenses/GPL-3.0.txt": "GNU GENERAL PUBLIC LICENSE Version 3",
    "licenses/BSL-1.0.txt": "Boost Software License - Version 1.0",
    "licenses/MPL-2.0.txt": "Mozilla Public License Version 2.0",
    "licenses/pybind11.txt": "Wenzel Jakob",
}


def packed(what, folder):
    """The path of a distribution, made by the project's build system."""
    pytest.importorskip("scikit_build_core")
    settings = {"wheel.cmake": "false"} if what == "wheel" else {}
    program = f"import scikit_build_core.build as b; b.build_{what}({str(folder)!r}, {settings!r})"
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    assert result.returncode == 0, result.stderr
    (path,) = folder.iterdir()
    return path


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    with zipfile.ZipFile(packed("wheel", tmp_path_factory.mktemp("wheel"))) as archive:
        yield {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def sdist(tmp_path_factory):
    with tarfile.open(packed("sdist", tmp_path_factory.mktemp("sdist"))) as archive:
        yield {
            member.name.partition("/")[2]: archive.extractfile(member).read()
            for member in archive.getmembers()
            if member.isfile()
        }


def metadata(wheel):
    (text,) = (text for name, text in wheel.items() if name.endswith(".dist-info/METADATA"))
    return email.message_from_bytes(text)


def test_metadata_of_the_wheel_name_all_licences_and_their_files(wheel):
    assert metadata(wheel)["License-Expression"] == EXPRESSION
    assert set(metadata(wheel).get_all("License-File")) == set(TEXTS)


def test_metadata_of_the_sdist_are_those_of_the_wheel(wheel, sdist):
    assert email.message_from_bytes(sdist["PKG-INFO"])["License-Expression"] == EXPRESSION


@pytest.mark.parametrize("name", TEXTS)
def test_texts_are_in_the_wheel_and_the_sdist(name, wheel, sdist):
    (inside,) = (path for path in wheel if path.endswith(f".dist-info/licenses/{name}"))
    text = wheel[inside].decode()
    assert TEXTS[name] in " ".join(text.split())
    assert sdist[name].decode() == text


def test_the_wheel_has_the_package_and_nothing_else(wheel):
    tops = {name.partition("/")[0] for name in wheel}
    assert tops == {"brenier", next(top for top in tops if top.endswith(".dist-info"))}


def test_the_sdist_is_what_one_builds_and_tests_with(sdist):
    """Pictures of the documentation, 3.5 MB, are looked at elsewhere."""
    files = ["CMakeLists.txt", "dev", "python/brenier/py.typed", "tests/cpp/CMakeLists.txt"]
    for name in [*files, "tests/python/conftest.py", "docs/install.md", "docs/api.md"]:
        assert name in sdist
    assert any(name.startswith("tests/data/fuzz/") for name in sdist)
    assert not [name for name in sdist if name.startswith(("docs/images/", "build/"))]


def test_the_citation_names_the_licence_of_our_own_code():
    assert "\nlicense: BSD-3-Clause\n" in (ROOT / "CITATION.cff").read_text("utf-8")
