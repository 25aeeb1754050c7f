"""The examples in docstrings run as they stand."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import brenier
import pytest


def modules():
    for module in pkgutil.walk_packages(brenier.__path__, "brenier."):
        if not any(part in module.name for part in ("__main__", "_core")):
            yield module.name


@pytest.mark.parametrize("name", list(modules()))
def test_examples_of_docstrings_run(name):
    if name.startswith("brenier.torch") or name.endswith(("torch_network", "torch_scoring")):
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
