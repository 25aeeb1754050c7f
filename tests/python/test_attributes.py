"""Every attribute is there, or says that it is not; what has them can be looked at and copied."""

from __future__ import annotations

import copy
import inspect
import pickle

import brenier
import numpy as np
import pytest

SITES = np.random.default_rng(0).random((30, 3))
BOXES = {2: [(0, 0), (1, 1)], 3: [(0, 0, 0), (1, 1, 1)]}


def transport(dimension: int, periodic: bool) -> brenier.Transport:
    if dimension == 3:
        pytest.importorskip("brenier_space", reason="brenier-space is not installed")
    source = brenier.Uniform(BOXES[dimension], periodic=periodic)
    return brenier.solve(SITES[:, :dimension], source=source)


@pytest.fixture(scope="module", params=[(2, False), (2, True), (3, False), (3, True)], ids=str)
def t(request: pytest.FixtureRequest) -> brenier.Transport:
    return transport(*request.param)


def parts_of(t: brenier.Transport) -> list:
    own = brenier.PowerDiagram(t.sites, t.weights, t.source)
    return [t, t.source, t.diagram, own, own.facets, t.history]


def assert_all_are_there(thing: object) -> None:
    names = [name for name, _ in inspect.getmembers(thing)]
    assert set(names) >= {name for name in dir(thing) if not name.startswith("__")}


def test_all_that_dir_lists_can_be_had(t):
    for thing in parts_of(t):
        assert_all_are_there(thing)


@pytest.mark.parametrize("dimension", [2, 3])
def test_all_that_maps_and_sampled_transports_list_can_be_had(dimension):
    t = transport(dimension, False)
    m = brenier.ContinuousMap(t)
    lifted = brenier.ContinuousMap(t, values=SITES)
    s = brenier.solve_sampled(SITES[:, :dimension], rng=0)
    samplers = [brenier.LatentSampler(m), brenier.LatentSampler(s, local=0.1)]
    for thing in (m, m.thresholds, lifted, s, s.certificate, s.history, *samplers):
        assert_all_are_there(thing)
        assert thing == thing and isinstance(hash(thing), int)


def test_what_is_elsewhere_is_no_attribute_and_says_why(t):
    missing = {"simplices": t.diagram} if t.source.periodic else {}
    if t.source.dimension == 3:
        missing |= {"areas": t.diagram, "area": t.source, "rings": t.source}
    for name, thing in missing.items():
        assert not hasattr(thing, name)
        assert getattr(thing, name, None) is None
        assert name not in dir(thing)
        for kind in (ValueError, AttributeError):
            with pytest.raises(kind, match=r"\.volumes|\.volume|\.domain|\.facets"):
                getattr(thing, name)
    there = {"simplices", "areas"} - missing.keys()
    assert there <= set(dir(t.diagram))


def assert_same(a: brenier.PowerDiagram, b: brenier.PowerDiagram) -> None:
    assert type(a) is type(b)
    for name in ("sites", "weights", "masses", "centroids", "hidden"):
        assert np.array_equal(getattr(a, name), getattr(b, name), equal_nan=True)
        assert not getattr(b, name).flags.writeable
    assert np.array_equal(a.facets.sites, b.facets.sites)
    assert np.array_equal(a.facets.masses, b.facets.masses)


COPIES = [copy.copy, copy.deepcopy, lambda d: pickle.loads(pickle.dumps(d))]


@pytest.mark.parametrize("copied", COPIES, ids=["copy", "deepcopy", "pickle"])
def test_diagrams_can_be_copied_to_the_bit(t, copied):
    for d in (t.diagram, brenier.PowerDiagram(t.sites, 0.01 * SITES[:, 0], t.source, workers=2)):
        assert_same(d, copied(d))
        assert_same(d, copied(copied(d)))
    assert np.array_equal(copied(t).diagram.masses, t.diagram.masses)


@pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")
def test_near_copies_share_their_cells_in_copies_of_the_diagram_too():
    y = np.concatenate([SITES[:, :2], SITES[:5, :2] + 1e-15, SITES[5:8, :2]])
    t = brenier.solve(y)
    assert (t.groups != np.arange(len(y))).sum() == 8
    again = pickle.loads(pickle.dumps(t.diagram))
    assert_same(t.diagram, again)
    assert np.array_equal(t.diagram.masses > 0, t.groups == np.arange(len(y)))


def test_records_of_arrays_are_equal_to_themselves_only():
    one, other = transport(2, False), transport(2, False)
    for a, b in ((one.history, other.history), (one.diagram.facets, other.diagram.facets)):
        assert a == a and a != b and len({a, b}) == 2
