"""The examples in the documentation run as they stand."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import warnings
from pathlib import Path

import brenier
import pytest

ROOT = Path(__file__).parents[2]
OPTIONAL = {"matplotlib", "sklearn", "torch"}


def blocks_of(page):
    """The page's Python blocks in their order."""
    return re.findall(r"^```python\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.M | re.S)


def code_of(page):
    """The blocks but for those that show a signature."""
    signature = r"=None|, \*, |\) -> |StraightThrough\(map"
    return [block for block in blocks_of(page) if not re.search(signature, block)]


@pytest.mark.parametrize(
    "page", ["README.md", "docs/api.md", "docs/latents.md", "docs/many.md", "docs/large.md"]
)
def test_blocks_of_a_page_run_from_top_to_bottom(page, tmp_path, monkeypatch, capsys):
    blocks = code_of(page)
    assert blocks
    for package in OPTIONAL:
        if any(re.search(rf"import {package}|brenier\.{package}", block) for block in blocks):
            pytest.importorskip(package)
    monkeypatch.chdir(tmp_path)
    scope = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for block in blocks:
            exec(compile(block, page, "exec"), scope)
    if page == "README.md":
        assert "converged" in capsys.readouterr().out


def modules():
    for module in pkgutil.walk_packages(brenier.__path__, "brenier."):
        if not any(part in module.name for part in ("__main__", "_core")):
            yield module.name


@pytest.mark.parametrize("name", list(modules()))
def test_examples_of_docstrings_run(name):
    if name.startswith("brenier.torch") or name.endswith("torch_network"):
        pytest.importorskip("torch")
    if name == "brenier.sklearn":
        pytest.importorskip("sklearn", minversion="1.6")
    if name.startswith(("brenier.plot", "brenier.demo.figures")):
        matplotlib = pytest.importorskip("matplotlib")
        matplotlib.use("agg")
    module = importlib.import_module(name)
    scope = {"brenier": brenier, "np": importlib.import_module("numpy")}
    result = doctest.testmod(module, extraglobs=scope, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert result.failed == 0
