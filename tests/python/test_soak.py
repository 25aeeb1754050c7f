"""A short run of the soak, and what its oracle says where the answer is known."""

from __future__ import annotations

import itertools
import math

import brenier
import numpy as np
import pytest
from inputs.repetition import first
from inputs.shapes import SQUARE
from inputs.sites import random_sites
from inputs.soak_problems import MASSES, SITES, Problem, random_problem
from inputs.soak_sources import SOURCES, SPACE
from oracles.certificate import certificate
from programs import soak

SLICE = range(60)
MOST = 100  # sites


@pytest.fixture(scope="module")
def problems():
    return [random_problem(6, number, MOST) for number in SLICE]


@pytest.mark.parametrize("number", first(20, SLICE))
def test_random_transports_hold_against_brute_force(number, problems):
    soak.run(problems[number], again=number % 5 == 0)


@pytest.mark.parametrize("number", first(12, range(40)))
def test_random_transports_in_space_hold_against_linear_programming(number):
    pytest.importorskip("brenier_space")
    soak.run(random_problem(6, number, MOST, SPACE), again=number % 5 == 0)


def test_the_slice_has_every_kind(problems):
    for column, kinds in enumerate((SOURCES, SITES, MASSES)):
        assert {problem.kind[column] for problem in problems} == set(kinds)
    planar = {kind for kind, source in brenier.Source._classes.items() if source.dimension == 2}
    assert {problem.source._kind for problem in problems} == planar


def test_a_problem_comes_back_from_its_file(problems, tmp_path):
    for problem in problems:
        np.savez(tmp_path / "problem.npz", **problem.to_arrays())
        with np.load(tmp_path / "problem.npz") as arrays:
            again = Problem.from_arrays(dict(arrays))
        before, after = problem.to_arrays(), again.to_arrays()
        assert before.keys() == after.keys()
        assert all(np.array_equal(before[name], after[name]) for name in before)
        if len(problem.sites) > 20:
            continue
        t, _, _ = soak.solve(problem)
        assert np.array_equal(soak.solve(again)[0].weights, t.weights)


def test_what_goes_wrong_is_kept_and_counted(tmp_path, monkeypatch, capsys):
    def wrong(problem, again):
        if next(calls) == 3:
            raise AssertionError("wrong on purpose")
        return run(problem, again)

    run, calls = soak.run, itertools.count()
    monkeypatch.setattr(soak, "run", wrong)
    monkeypatch.setattr(soak, "resident_mebibytes", lambda: 50.0)  # asked of Linux only
    args = soak.arguments(["--solves", "5", "--most", "10", "--directory", str(tmp_path)])
    assert soak.soak(args) == 1
    assert [file.name for file in tmp_path.iterdir()] == ["soak-0-3.npz"]
    printed = capsys.readouterr().out
    assert "wrong on purpose" in printed and "1 failures" in printed


@pytest.mark.parametrize(("growth", "failures"), [(0.0, 0), (0.01, 0), (0.1, 1)])
def test_memory_that_grows_is_a_failure(growth, failures, tmp_path, monkeypatch):
    """In MiB from one window to the next, here a single problem, on top of a little up and down."""
    levels = (50 + growth * k + k % 2 for k in itertools.count())
    monkeypatch.setattr(soak, "resident_mebibytes", lambda: next(levels))
    monkeypatch.setattr(soak, "WINDOW", 1)
    args = soak.arguments(["--solves", "60", "--most", "3", "--directory", str(tmp_path)])
    assert soak.soak(args) == failures


SPREAD = 0.3
BELL = brenier.Gaussian((0.5, 0.5), SPREAD**2, SQUARE)


def bell_up_to(x):
    """The share of the bell's mass on the unit interval up to x."""
    low, high, here = (math.erf((at - 0.5) / SPREAD / math.sqrt(2)) for at in (0, 1, x))
    return (here - low) / (high - low)


@pytest.mark.parametrize(
    ("source", "left"),
    [
        (brenier.Uniform(), lambda x: x),
        (brenier.Uniform([SQUARE, 0.25 + 0.5 * SQUARE]), lambda x: (x - 0.5 * (x - 0.25)) / 0.75),
        (brenier.Raster([[1, 3], [2, 2]]), lambda x: 0.375 + 0.625 * (2 * x - 1)),
        (brenier.Bilinear([[0, 2], [0, 2]]), lambda x: x**2),
        (BELL, bell_up_to),
    ],
    ids=["square", "hole", "raster", "bilinear", "bell"],
)
@pytest.mark.parametrize("border", [0.5, 0.6, 0.7])
def test_the_oracle_knows_two_cells(source, left, border):
    """Two sites at the sides; the weights move the border between them to x."""
    weights = np.array([2 * border - 1, 0.0])
    found = certificate(np.array([(0.0, 0.5), (1.0, 0.5)]), weights, source)
    np.testing.assert_allclose(found.masses, [left(border), 1 - left(border)], rtol=1e-12)
    assert (found.slack < 1e-14).all()


def test_the_oracle_knows_the_cost_of_a_single_site():
    y = np.array([(0.3, -2.0)])
    expected = (0.5 - 0.3) ** 2 + (0.5 + 2) ** 2 + 1 / 6
    assert certificate(y, np.zeros(1), brenier.Uniform()).cost == pytest.approx(expected, rel=1e-14)


def test_the_oracle_finds_a_mass_that_is_wrong():
    t = brenier.solve(random_sites(50))
    wrong = t.weights + 1e-6 * (np.arange(50) == 7)
    error = np.max(np.abs(certificate(t.sites, wrong, t.source).masses * 50 - 1))
    assert 1e-6 < error < 1e-3
