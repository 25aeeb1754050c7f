"""The reference has every public name, and the site's own extensions do what they say."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import brenier
import pytest

DOCS = Path(__file__).parents[2] / "docs"
sys.path.insert(0, str(DOCS / "_extensions"))
docstrings = importlib.import_module("docstrings")
links = importlib.import_module("repository_links")

MODULES = {"torch": "torch", "sklearn": "sklearn", "plot": "matplotlib", "datasets": "numpy"}


def described():
    pages = "\n".join(page.read_text("utf-8") for page in (DOCS / "reference").glob("*.md"))
    return sorted(re.findall(r"^\.\. auto\w+:: (\S+)$", pages, re.M))


def test_each_name_of_the_package_has_one_place_in_the_reference():
    modules = {"__version__", "datasets", "plot"}
    names = {f"brenier.{name}" for name in set(brenier.__all__) - modules}
    assert sorted(n for n in described() if n.count(".") == 1) == sorted(names)


@pytest.mark.parametrize("name", MODULES)
def test_each_name_of_a_module_has_one_place_in_the_reference(name):
    pytest.importorskip(MODULES[name])
    module = f"brenier.{name}"
    names = [f"{module}.{public}" for public in importlib.import_module(module).__all__]
    assert [n for n in described() if n.startswith(module + ".")] == sorted(names)


def test_bars_and_initials_are_escaped_but_in_literals_and_examples():
    assert docstrings.escape("|x - y| in ``a | b``, |z|") == r"\|x - y\| in ``a | b``, \|z\|"
    assert docstrings.escape("    >>> a | b") == "    >>> a | b"
    assert docstrings.escape("  F. Aurenhammer, D. Hoffmann") == r"  F\. Aurenhammer, D. Hoffmann"


@pytest.mark.parametrize(
    ("file", "page", "written", "shown"),
    [
        ("docs/tutorial.md", "docs/tutorial.md", "api.md#solve", "api.md#solve"),
        ("docs/design/cost.md", "docs/design/cost.md", "../api.md", "../api.md"),
        ("docs/api.md", "docs/api.md", "../examples/README.md#a", "examples.md#a"),
        ("docs/api.md", "docs/api.md", "../LICENSE", links.REPOSITORY + "LICENSE"),
        ("docs/api.md", "docs/api.md", "https://a.b/c.md", "https://a.b/c.md"),
        ("docs/api.md", "docs/api.md", "#solve", "#solve"),
        ("docs/api.md", "docs/api.md", "gallery", "generated/gallery/index.rst"),
        ("examples/README.md", "docs/examples.md", "../docs/images/a.png", "images/a.png"),
        ("examples/README.md", "docs/examples.md", "gan.py", links.REPOSITORY + "examples/gan.py"),
    ],
)
def test_links_lead_to_pages_of_the_site_or_to_the_repository(file, page, written, shown):
    root = DOCS.parent
    text = links.rewrite(f"[text]({written})", root / file, root / page, DOCS)
    assert text == f"[text]({shown})"
