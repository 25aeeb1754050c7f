"""Files name the kind of their source: every class of sources that has a kind can be loaded."""

from __future__ import annotations

import pickle
from abc import abstractmethod

import brenier
import pytest
from inputs.files import altered
from inputs.sites import random_sites


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    """The classes by kind, forgotten after the test if it adds some."""
    monkeypatch.setattr(brenier.Source, "_classes", dict(brenier.Source._classes))
    return brenier.Source._classes


def test_the_kinds_are_those_of_the_public_classes(kinds):
    public = [getattr(brenier, name) for name in brenier.__all__]
    sources = [thing for thing in public if isinstance(thing, type)]
    concrete = {s for s in sources if issubclass(s, brenier.Source) and s is not brenier.Source}
    planar = {kind: source for kind, source in kinds.items() if source.dimension == 2}
    assert set(planar.values()) == concrete
    assert set(planar) == {"uniform", "raster", "bilinear", "gaussian", "gaussian mixture"}
    spatial = {source for source in kinds.values() if source.dimension == 3}
    assert all(issubclass(source, brenier.Uniform) for source in spatial)


class Moon(brenier.Uniform):
    """A source of the tests' own."""


def test_a_class_with_a_kind_of_its_own_is_found_by_load(tmp_path):
    class Crescent(brenier.Uniform):
        _kind = "crescent"

    t = brenier.solve(random_sites(20), source=Crescent([(0, 0), (2, 0), (1, 1)]))
    t.save(tmp_path / "plan.npz")
    again = brenier.load(tmp_path / "plan.npz")
    assert type(again.source) is Crescent
    assert (again.weights == t.weights).all()
    with pytest.raises(ValueError, match=r"its source is moon; expected uniform or .*crescent"):
        brenier.load(altered(tmp_path / "plan.npz", source="moon"))


def test_a_class_without_one_is_loaded_as_what_it_derives_from(tmp_path):
    t = brenier.solve(random_sites(20), source=Moon())
    t.save(tmp_path / "plan.npz")
    assert type(brenier.load(tmp_path / "plan.npz").source) is brenier.Uniform
    assert type(pickle.loads(pickle.dumps(Moon()))) is Moon


def test_a_base_of_several_kinds_has_none(kinds):
    before = dict(kinds)

    class Base(brenier.Source):
        @abstractmethod
        def shape(self): ...

    assert kinds == before


def test_two_classes_of_one_kind_are_refused(kinds):
    with pytest.raises(TypeError, match="Disc has the kind of Raster: raster"):

        class Disc(brenier.Uniform):
            _kind = "raster"

    assert kinds["raster"] is brenier.Raster
