"""Settings of pytest and hypothesis; the diagrams and sources that several tests are run on.

Hypothesis looks at the same examples in every run, and no slow machine fails a test: at few of
each law in the quick run, at more with ``--long``, at thousands, others in every run, with
``--hypothesis-profile=long``. Tests that are marked ``long`` run with ``--long`` only.
"""

import importlib
import os

import brenier
import pytest
from hypothesis import HealthCheck, settings
from inputs.diagram_cases import CONVEX, NON_CONVEX
from inputs.shapes import SQUARE
from inputs.source_cases import SOURCES, Frame

QUICK, MORE = 20, 50  # examples of a law
settings.register_profile("brenier", deadline=None, derandomize=True, max_examples=QUICK)
settings.register_profile("more", settings.get_profile("brenier"), max_examples=MORE)
settings.register_profile(
    "long",
    deadline=None,
    max_examples=5000,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
settings.load_profile("brenier")


def pytest_addoption(parser):
    """Add --long."""
    parser.addoption("--long", action="store_true", help="also more examples of laws, and sizes")


def pytest_collection_modifyitems(config, items):
    """Leave out what is long, unless it is asked for."""
    if config.getoption("--long"):
        return
    config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
    items[:] = [item for item in items if not item.get_closest_marker("long")]


def pytest_configure(config):
    """Take the profile of --long. Where TORCH is set, no test of torch must be skipped."""
    if config.getoption("--long") and not config.getoption("--hypothesis-profile"):
        settings.load_profile("more")
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


@pytest.fixture(params=SOURCES)
def make_source(request):
    """One of the sources, as a function of the frame that it is put in."""
    return SOURCES[request.param]


@pytest.fixture
def source(make_source):
    return make_source(Frame())


@pytest.fixture
def path(tmp_path):
    """Where a transport is saved."""
    return tmp_path / "plan.npz"


@pytest.fixture
def content(path):
    """The bytes of a small transport's file."""
    holed = brenier.Uniform([SQUARE, 0.2 + 0.2 * SQUARE[[0, 1, 3]]])
    brenier.solve([(0.1, 0.2), (0.7, 0.4)], source=holed).save(path)
    return path.read_bytes()


@pytest.fixture
def ax():
    """Axes to draw on, outside pyplot."""
    return pytest.importorskip("matplotlib.figure").Figure().add_subplot()
