"""No header under the GPL reaches the compiled module; programs of the tests that have one say so.

CGAL names the licence of each of its headers by an SPDX expression, other libraries in words.
"""

from __future__ import annotations

import re

import pytest
from inputs.repetition import first
from programs.compiled import ROOT, headers_of_core

WHEEL = re.search(r'^license = "(.*)"$', (ROOT / "pyproject.toml").read_text("utf-8"), re.M)[1]


def offered_by_cgal(header):
    """The licences of a header of CGAL, among which its users choose."""
    found = re.search(r"SPDX-License-Identifier: (.*)", header.read_text("utf-8", "replace"))
    assert found, f"{header} names no licence"
    return set(found[1].strip().split(" OR "))


def is_gpl(text):
    """Whether a header's text is under the GPL, and no exception or choice makes it more."""
    words = " ".join(re.sub(r"[^\w-]+", " ", text).split())
    names_it = re.search(r"General Public License|\bA?GPL\b", words)
    is_more = "Lesser General Public|LGPL|Runtime Library Exception|Linux-syscall-note"
    return bool(names_it) and not re.search(is_more, words)


@pytest.fixture(scope="module", params=first(1, ["ON", "OFF"]), ids=["no-gmp", "gmp"])
def headers(request, tmp_path_factory):
    return headers_of_core(tmp_path_factory.mktemp("build"), f"-DCGAL_DISABLE_GMP={request.param}")


def test_headers_of_cgal_are_under_licences_that_the_wheel_names(headers):
    of_cgal = [header for header in headers if "CGAL" in header.parts]
    assert len(of_cgal) > 100
    allowed = set(WHEEL.split(" AND "))
    others = {str(header): offered_by_cgal(header) for header in of_cgal}
    assert not {name: offered for name, offered in others.items() if not offered & allowed}


def test_no_other_header_is_gpl(headers):
    others = [header for header in headers if "CGAL" not in header.parts]
    for library in ("Eigen", "boost", "pybind11", "brenier"):
        assert any(library in header.parts for header in others)
    assert not [str(header) for header in others if is_gpl(header.read_text("utf-8", "replace"))]


@pytest.mark.parametrize(
    ("text", "gpl"),
    [
        ("// under the terms of the GNU\n// General Public License, version 2", True),
        ("/* SPDX-License-Identifier: GPL-3.0-or-later */", True),
        ("   the GNU Lesser General\n * Public License, version 3", False),
        ("// SPDX-License-Identifier: LGPL-2.1-or-later", False),
        ("// GNU General Public License\n// ... the GCC Runtime Library\n// Exception", False),
        ("/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */", False),
        ("// Mozilla Public License v. 2.0", False),
    ],
)
def test_a_licence_in_words_is_told(text, gpl):
    assert is_gpl(text) is gpl


def test_sources_that_include_a_gpl_header_say_so_and_only_they(headers):
    kernel = next(header for header in headers if header.parts[-2:] == ("CGAL", "MP_Float.h"))
    with_gpl, saying_so = set(), set()
    for folder in ("cpp", "tests/cpp", "tests/fuzz", "benchmarks/cpp"):
        for source in (ROOT / folder).rglob("*.[ch]pp"):
            text = source.read_text("utf-8")
            for name in re.findall(r"^#include <CGAL/(.*)>$", text, re.M):
                if not offered_by_cgal(kernel.parent / name) & set(WHEEL.split(" AND ")):
                    with_gpl.add(source.relative_to(ROOT))
            if "GPL as a whole" in text.partition("#include")[0]:
                saying_so.add(source.relative_to(ROOT))
    assert with_gpl
    assert with_gpl == saying_so
