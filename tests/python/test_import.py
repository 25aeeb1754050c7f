"""What importing the package does not bring in; what it does not know."""

from __future__ import annotations

import brenier.power_diagram
import brenier.solver
import brenier.sources
import pytest
from programs.child import run_silently


def test_import_brings_in_nothing_heavy():
    run_silently(
        """
        import sys, numpy
        before = set(sys.modules)
        import brenier
        heavy = {"torch", "matplotlib", "sklearn", "scipy", "tqdm", "shapely"}
        heavy |= {"urllib.request", "email", "ssl", "importlib.resources"} - before
        assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()
        """
    )


def test_unknown_attributes_are_unknown():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        brenier.nothing  # noqa: B018
