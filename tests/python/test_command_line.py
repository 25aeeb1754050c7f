"""The command line, as a user runs it."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys

import brenier
import numpy as np
import pytest
from brenier.__main__ import main
from inputs.commands import run
from inputs.shapes import L_SHAPE
from inputs.sites import random_masses, random_sites


@pytest.fixture
def codes(tmp_path):
    path = tmp_path / "codes.npy"
    np.save(path, random_sites(50))
    return path


def test_solve_writes_a_plan(codes, tmp_path, capsys):
    plan = tmp_path / "plan.npz"
    assert main(["solve", str(codes), "-o", str(plan)]) == 0
    t = brenier.load(plan)
    assert t.success and np.array_equal(t.sites, random_sites(50))
    printed = capsys.readouterr().out
    assert "converged" in printed and str(plan) in printed


def test_solve_takes_masses_and_a_domain(codes, tmp_path):
    np.savetxt(tmp_path / "masses.txt", random_masses(50))
    np.savetxt(tmp_path / "domain.csv", L_SHAPE, delimiter=",")
    status = main(
        [
            "solve",
            str(codes),
            *("--masses", str(tmp_path / "masses.txt")),
            *("--domain", str(tmp_path / "domain.csv")),
            "--quiet",
        ]
    )
    assert status == 0
    t = brenier.load(codes.with_suffix(".npz"))
    assert t.masses == pytest.approx(random_masses(50), rel=1e-15)
    assert t.source.area == pytest.approx(0.75)


@pytest.mark.parametrize("what", ["diagram", "singular", "potential", "convergence"])
def test_plot_draws_a_plan(codes, tmp_path, what):
    assert main(["solve", str(codes), "--quiet"]) == 0
    picture = tmp_path / f"{what}.png"
    assert main(["plot", str(codes.with_suffix(".npz")), "--what", what, "-o", str(picture)]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_solve_can_plot_at_once(codes, tmp_path):
    picture = tmp_path / "cells.png"
    assert main(["solve", str(codes), "--plot", str(picture), "--quiet"]) == 0
    assert picture.read_bytes().startswith(b"\x89PNG")


def test_a_solve_that_does_not_converge_is_told_by_the_status(codes, capsys):
    assert main(["solve", str(codes), "--max-iter", "1", "--quiet"]) == 1
    assert "max_iter" in capsys.readouterr().err
    assert not brenier.load(codes.with_suffix(".npz")).success


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (np.array([[0, np.nan]]), r"sites[0] is (0, nan)"),
        (np.zeros((3, 4)), "sites has shape (3, 4)"),
        (np.array([{}], dtype=object), "not a .npy file of numbers"),
    ],
)
def test_bad_codes_are_named(tmp_path, capsys, content, message):
    path = tmp_path / "bad.npy"
    np.save(path, content)
    assert main(["solve", str(path)]) == 2
    assert message in capsys.readouterr().err


def test_files_that_ask_for_too_much_are_refused(tmp_path, capsys):
    path = tmp_path / "bad.npy"
    for header, message in (
        ("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000, 2), }", "memory"),
        ("-" * 3000, "not a .npy file of numbers"),
    ):
        path.write_bytes(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
        assert main(["solve", str(path)]) == 2
        assert message in capsys.readouterr().err


def test_missing_files_are_named(tmp_path, capsys):
    assert main(["solve", str(tmp_path / "none.npy")]) == 2
    assert main(["plot", str(tmp_path / "none.npz")]) == 2
    assert capsys.readouterr().err.count("No such file") == 2


def test_info_lists_versions(capsys):
    assert main(["info"]) == 0
    printed = capsys.readouterr().out
    assert brenier.__version__ in printed and np.__version__ in printed
    brenier.show_versions()
    assert capsys.readouterr().out == printed


def test_what_is_not_installed_is_told(capsys, monkeypatch):
    monkeypatch.setattr("brenier.versions._OPTIONAL", ("no-such-package",))
    brenier.show_versions()
    assert re.search(r"^no-such-package *not installed$", capsys.readouterr().out, re.M)


def test_the_module_runs_as_a_program():
    run = subprocess.run(
        [sys.executable, "-m", "brenier", "--version"], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == f"brenier {brenier.__version__}"


def test_solve_from_a_domain_in_geojson(codes, tmp_path):
    domain = tmp_path / "frame.geojson"
    ring, hole = [[0, 0], [9, 0], [9, 9], [0, 0]], [[5, 2], [6, 2], [6, 3], [5, 2]]
    domain.write_text(json.dumps({"type": "Polygon", "coordinates": [ring, hole]}), "utf-8")
    plan = tmp_path / "plan.npz"
    assert main(["solve", str(codes), "-o", str(plan), "--domain", str(domain)]) == 0
    assert brenier.load(plan).source.area == 40.0
    domain.write_text("{", "utf-8")
    assert main(["solve", str(codes), "-o", str(plan), "--domain", str(domain)]) == 2


def test_a_tolerance_over_one_is_refused(codes, capsys):
    assert run("solve", codes, "--tol", 2) == 2
    assert "tol is 2.0; expected a number over 0, and 1 at most" in capsys.readouterr().err
    assert not codes.with_suffix(".npz").exists()


def test_narrow_masses_are_taken(codes, tmp_path):
    masses = random_masses(50).astype(np.float32)
    np.save(tmp_path / "masses.npy", masses / masses.sum())
    assert run("solve", codes, "--masses", tmp_path / "masses.npy", "--quiet") == 0
    assert brenier.load(codes.with_suffix(".npz")).masses.sum() == pytest.approx(1, abs=1e-14)


def test_codes_and_masses_are_read_from_tables(tmp_path, capsys):
    rows = zip(random_sites(9), random_masses(9), strict=True)
    both = [(f"{x};{y}", str(mass)) for (x, y), mass in rows]
    (tmp_path / "codes.csv").write_text("\ufeffx;y\n" + "\n".join(row for row, _ in both), "utf-8")
    masses = "\n".join(f"{k},{mass}" for k, (_, mass) in enumerate(both))
    (tmp_path / "masses.csv").write_text(",mass\n" + masses)
    command = ("solve", tmp_path / "codes.csv", "--masses", tmp_path / "masses.csv")
    assert run(*command, "--quiet") == 0
    t = brenier.load(tmp_path / "codes.npz")
    assert np.array_equal(t.sites, random_sites(9)) and np.array_equal(t.masses, random_masses(9))
    (tmp_path / "codes.csv").write_text("x,y\n1,2\n3,z\n")
    assert run(*command, "--force") == 2
    assert f"{tmp_path / 'codes.csv'}, line 3: 'z' is no number" in capsys.readouterr().err
