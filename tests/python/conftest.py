"""Hypothesis looks at the same examples in every run, and no slow machine fails a test."""

import importlib.util
import os

import pytest
from hypothesis import settings

settings.register_profile("brenier", deadline=None, derandomize=True)
settings.load_profile("brenier")


def pytest_configure():
    """Where TORCH says that torch must be there, its tests must not be skipped."""
    if os.environ.get("TORCH") and importlib.util.find_spec("torch") is None:
        raise pytest.UsageError("TORCH is set, but torch is not installed")
