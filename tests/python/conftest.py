"""Hypothesis looks at the same examples in every run, and no slow machine fails a test."""

import importlib
import os

import pytest
from hypothesis import settings

settings.register_profile("brenier", deadline=None, derandomize=True)
settings.load_profile("brenier")


def pytest_configure():
    """Where TORCH says that torch must be there, its tests must not be skipped."""
    if os.environ.get("TORCH"):
        try:
            importlib.import_module("torch")
        except ImportError as error:
            raise pytest.UsageError(
                f"TORCH is set, but torch cannot be imported: {error}"
            ) from error
