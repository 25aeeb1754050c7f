"""The command line with codes in space."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.commands import run

pytest.importorskip("brenier_space", reason="the distribution brenier-space is not installed")

SITES = np.random.default_rng(0).random((40, 3))


@pytest.fixture
def codes(tmp_path):
    np.save(tmp_path / "codes.npy", SITES)
    return tmp_path / "codes.npy"


def test_codes_in_space_are_solved_sampled_and_drawn(codes, tmp_path, capsys):
    assert run("solve", codes, "--plot", tmp_path / "cells.png") == 0
    t = brenier.load(codes.with_suffix(".npz"))
    assert t.success and t.source.bounds == ((0, 0, 0), (1, 1, 1))
    np.testing.assert_array_equal(t.sites, SITES)
    assert run("sample", codes.with_suffix(".npz"), "-n", "25", "-o", tmp_path / "z.csv") == 0
    assert np.loadtxt(tmp_path / "z.csv", delimiter=",").shape == (25, 3)
    for what in ("diagram", "convergence"):
        picture = tmp_path / f"{what}.png"
        assert run("plot", codes.with_suffix(".npz"), "--what", what, "-o", picture) == 0
        assert picture.read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "cells.png").read_bytes().startswith(b"\x89PNG")
    capsys.readouterr()
    for arguments in (
        ("plot", codes.with_suffix(".npz"), "--what", "singular", "-o", tmp_path / "s.png"),
        ("plot", codes.with_suffix(".npz"), "--what", "potential", "-o", tmp_path / "p.png"),
        ("atlas", codes.with_suffix(".npz")),
    ):
        assert run(*arguments) == 2
        assert "the source is in space; expected one in the plane" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x,y,z\n0.1,0.2,0.3\n0.4,0.5,0.6\n", [(0.1, 0.2, 0.3), (0.4, 0.5, 0.6)]),
        (",x,y,z\na,0.1,0.2,0.3\nb,0.4,0.5,0.6\n", [(0.1, 0.2, 0.3), (0.4, 0.5, 0.6)]),
        ("name,x,y\na,0.1,0.2\nb,0.4,0.5\n", [(0.1, 0.2), (0.4, 0.5)]),
        ("0 0.1 0.2\n1 0.4 0.5\n", [(0.1, 0.2), (0.4, 0.5)]),
    ],
    ids=["three columns", "names and three", "names and two", "counts and two"],
)
def test_tables_have_two_columns_or_three(tmp_path, text, expected):
    (tmp_path / "codes.csv").write_text(text)
    assert run("solve", tmp_path / "codes.csv", "--quiet") == 0
    np.testing.assert_array_equal(brenier.load(tmp_path / "codes.npz").sites, expected)


def test_boxes_in_space_are_six_numbers_or_two_corners(codes, tmp_path):
    (tmp_path / "box.csv").write_text("-1,0,0\n2,1,3\n")
    assert run("solve", codes, "--source", "box:-1,0,0,2,1,3", "-o", tmp_path / "a") == 0
    assert run("solve", codes, "--domain", tmp_path / "box.csv", "-o", tmp_path / "b") == 0
    a, b = brenier.load(tmp_path / "a.npz"), brenier.load(tmp_path / "b.npz")
    assert a.source.bounds == b.source.bounds == ((-1, 0, 0), (2, 1, 3))
    np.testing.assert_array_equal(a.weights, b.weights)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--source", "gaussian"), "source is in the plane; expected one of space"),
        (("--source", "box:0,0,0,1,1,1", "--domain", "box.csv"), "--source and --domain are both"),
        (("--source", "box:0,0,0,1,1,0"), "expected the first to be less in every coordinate"),
        (("--source", "box:0,0,0,1,1"), "expected box:XMIN,YMIN,XMAX,YMAX, or in space"),
        (("--source", "box:0,0,0,1,1,x"), "expected box:XMIN,YMIN,XMAX,YMAX, or in space"),
        (("--source", "box:0,0,1,1"), "source is in the plane; expected one of space"),
        (("--bounds", *"0011"), "--bounds and --origin are for"),
    ],
)
def test_sources_that_do_not_fit_space_are_named(codes, capsys, arguments, words):
    assert run("solve", codes, *arguments) == 2
    assert words in capsys.readouterr().err


def test_boxes_in_the_plane_have_four_numbers(tmp_path, capsys):
    np.save(tmp_path / "codes.npy", SITES[:, :2])
    assert run("solve", tmp_path / "codes.npy", "--source", "box:0,0,0,1,1,1") == 2
    assert "source is in space; expected one of the plane" in capsys.readouterr().err
    assert run("solve", tmp_path / "codes.npy", "--source", "box:0,-1,2,1") == 0
    assert brenier.load(tmp_path / "codes.npz").source.bounds == (0, -1, 2, 1)
