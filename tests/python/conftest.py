"""Settings of pytest and hypothesis, and the diagrams that several tests are run on.

Hypothesis looks at the same examples in every run, and no slow machine fails a test.
"""

import importlib
import os

import pytest
from diagram_cases import CONVEX, NON_CONVEX
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


@pytest.fixture(params=CONVEX.values(), ids=CONVEX)
def convex(request):
    return request.param


@pytest.fixture(params=NON_CONVEX.values(), ids=NON_CONVEX)
def non_convex(request):
    return request.param


@pytest.fixture(params=(CONVEX | NON_CONVEX).values(), ids=CONVEX | NON_CONVEX)
def case(request):
    return request.param
