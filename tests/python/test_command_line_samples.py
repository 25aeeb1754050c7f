"""Samples that are drawn on the command line."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.commands import run, written
from inputs.sites import random_sites


@pytest.fixture
def plan(tmp_path):
    sites = np.random.default_rng(0).normal([[0, 0], [9, 0]], 1, (300, 2, 2)).reshape(-1, 2)
    return brenier.solve(sites).save(tmp_path / "plan.npz")


@pytest.mark.parametrize("singular", ["reject", "snap", "only", "keep"])
def test_sample_draws_what_the_sampler_does(plan, tmp_path, capsys, singular):
    assert run("sample", plan, "-n", 500, "--seed", 3, "--singular", singular) == 0
    assert written(capsys) == [tmp_path / "plan-samples.npy"]
    sampler = brenier.LatentSampler(brenier.ContinuousMap(brenier.load(plan)), singular=singular)
    expected = sampler.sample(500, rng=3).latents
    assert np.array_equal(np.load(tmp_path / "plan-samples.npy"), expected)
    for ending, separator in ((".csv", ","), (".tsv", "\t"), (".txt", None)):
        file = tmp_path / f"z{ending}"
        command = ("sample", plan, "-n", 500, "--seed", 3, "--singular", singular, "-o", file)
        assert run(*command, "--quiet") == 0
        assert np.array_equal(np.loadtxt(file, delimiter=separator), expected)
        assert capsys.readouterr().out == ""


def test_sample_without_a_seed_draws_others_each_time(plan, tmp_path):
    for name in ("a.npy", "b.npy"):
        assert run("sample", plan, "-n", 10, "-o", tmp_path / name, "--quiet") == 0
    assert not np.array_equal(np.load(tmp_path / "a.npy"), np.load(tmp_path / "b.npy"))
    assert run("sample", plan, "-n", 0) == 0
    assert np.load(tmp_path / "plan-samples.npy").shape == (0, 2)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-n", "-1"], "n is -1; expected 0 or more"),
        (["--seed", "-1"], "rng is -1; expected a seed"),
        (["-o", "z.xlsx"], "z.xlsx is no name for an array; expected one that ends in .npy"),
    ],
)
def test_samples_that_cannot_be_are_refused(plan, capsys, arguments, words):
    assert run("sample", plan, *arguments) == 2
    assert words in capsys.readouterr().err


def test_there_is_nothing_to_sample_from_two_sites(tmp_path, capsys):
    plan = brenier.solve(random_sites(2)).save(tmp_path / "plan.npz")
    assert run("sample", plan) == 2
    assert "no three cells that meet" in capsys.readouterr().err
