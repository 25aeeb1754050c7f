"""What the command line overwrites, and which names it says."""

from __future__ import annotations

from pathlib import Path

import brenier
import numpy as np
import pytest
from inputs.commands import run, written
from inputs.sites import random_sites


@pytest.fixture
def codes(tmp_path):
    path = tmp_path / "codes.npy"
    np.save(path, random_sites(50))
    return path


@pytest.mark.parametrize(
    ("name", "said"),
    [("plan", "plan.npz"), ("plan.txt", "plan.txt.npz"), ("plan.npz", "plan.npz")],
)
def test_the_names_that_are_said_are_those_that_are_written(codes, tmp_path, capsys, name, said):
    plan, picture = tmp_path / name, tmp_path / "cells"
    assert run("solve", codes, "-o", plan, "--plot", picture) == 0
    assert written(capsys) == [tmp_path / said, tmp_path / "cells.png"]
    assert run("plot", tmp_path / said, "-o", tmp_path / "u", "--what", "potential") == 0
    assert written(capsys) == [tmp_path / "u.png"]
    assert run("sample", tmp_path / said, "-o", tmp_path / "z") == 0
    assert written(capsys) == [tmp_path / "z.npy"]
    made = {path.name for path in tmp_path.iterdir()}
    assert made == {"codes.npy", said, "cells.png", "u.png", "z.npy"}


def test_nothing_is_overwritten_unasked(codes, tmp_path, capsys):
    plan, picture, samples = (tmp_path / f"plan.{kind}" for kind in ("npz", "png", "csv"))
    commands = [
        ("solve", codes, "-o", tmp_path / "plan", "--plot", picture, "--tol", 1e-6),
        ("plot", plan),
        ("sample", plan, "-o", samples),
        ("solve", codes, "-o", tmp_path / "other.npz", "--plot", picture),
    ]
    for file in (plan, picture, samples):
        file.write_text("mine")
    for command, kept in zip(commands, (plan, picture, samples, picture), strict=True):
        assert run(*command) == 2
        error = capsys.readouterr().err
        assert f"{kept}'" in error and "--force" in error
        assert all(file.read_text() == "mine" for file in (plan, picture, samples))
    assert not (tmp_path / "other.npz").exists()
    for command in commands:
        assert run(*command, "--force") == 0
    assert brenier.load(plan).success
    assert picture.read_bytes().startswith(b"\x89PNG")
    assert np.loadtxt(samples, delimiter=",").shape == (1000, 2)


def test_the_default_name_is_not_overwritten_either(codes, capsys):
    codes.with_suffix(".npz").write_text("mine")
    assert run("solve", codes) == 2
    assert "codes.npz" in capsys.readouterr().err
    assert codes.with_suffix(".npz").read_text() == "mine"


def test_what_is_read_is_never_overwritten(codes, tmp_path, capsys):
    array = tmp_path / "codes.npz"
    np.savez(array, random_sites(20))
    before = array.read_bytes()
    for arguments in (
        ("solve", array, "--force"),
        ("solve", codes, "--masses", array, "-o", tmp_path / "codes", "--force"),
        ("plot", tmp_path / "plan.png", "--force"),
        ("sample", tmp_path / "plan.npy", "-o", tmp_path / "plan.npy", "--force"),
        ("solve", codes, "-o", tmp_path / "one.npz", "--plot", tmp_path / "one.npz"),
    ):
        assert run(*arguments) == 2
    assert "read as well as written" in capsys.readouterr().err
    assert array.read_bytes() == before
    assert run("solve", array, "-o", tmp_path / "plan.npz", "--quiet") == 0
    assert np.array_equal(brenier.load(tmp_path / "plan.npz").sites, random_sites(20))


@pytest.mark.parametrize("error", [OSError("the disk is full"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_files(codes, tmp_path, monkeypatch, error):
    from matplotlib.figure import Figure

    plan = tmp_path / "plan.npz"
    assert run("solve", codes, "-o", plan, "--quiet") == 0
    assert run("plot", plan) == 0
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(*arguments, **options):
        raise error

    monkeypatch.setattr(Figure, "savefig", fail)
    monkeypatch.setattr(Path, "write_bytes", fail)
    for arguments in (("plot", plan), ("solve", codes, "-o", plan)):
        assert run(*arguments, "--force") in (2, 130)
        assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_names_that_cannot_be_written_are_refused_before_the_work(codes, tmp_path, monkeypatch):
    def never(*arguments, **options):
        pytest.fail("it was solved")

    monkeypatch.setattr(brenier, "solve", never)
    (tmp_path / "folder.npz").mkdir()
    for arguments in (
        ("-o", tmp_path / "none" / "plan.npz"),
        ("-o", tmp_path / "folder.npz"),
        ("--plot", tmp_path / "cells.xlsx"),
        ("--plot", codes.with_suffix(".npz")),
    ):
        assert run("solve", codes, *arguments, "--force") == 2
