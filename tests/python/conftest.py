"""Settings of pytest and hypothesis, and the diagrams that several tests are run on.

Hypothesis looks at the same examples in every run, and no slow machine fails a test. With
``--hypothesis-profile=long`` it looks at many more, others in every run.
"""

import importlib
import os

import pytest
from diagram_cases import CONVEX, NON_CONVEX
from hypothesis import HealthCheck, settings

settings.register_profile("brenier", deadline=None, derandomize=True, max_examples=50)
settings.register_profile(
    "long",
    deadline=None,
    max_examples=5000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
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


@pytest.fixture
def ax():
    """Axes to draw on, outside pyplot."""
    return pytest.importorskip("matplotlib.figure").Figure().add_subplot()
