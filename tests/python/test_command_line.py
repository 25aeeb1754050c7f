"""The command line, as a user runs it."""

from __future__ import annotations

import json
import re
import struct
import subprocess
import sys
from pathlib import Path

import brenier
import numpy as np
import pytest
from brenier.__main__ import main
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
        (np.zeros((3, 3)), "sites has shape (3, 3)"),
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


# What is overwritten, and what is said


def run(*arguments):
    return main([str(argument) for argument in arguments])


def written(capsys):
    """The files that a command says that it has written."""
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("written")]
    return [Path(name) for name in line.removeprefix("written").strip().split(", ")]


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


# Arguments


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


# Sources


GREY = np.array([[0, 255, 0, 255], [255, 0, 255, 0], [9, 9, 9, 9]], dtype=np.uint8)


def source_of(codes, *arguments):
    assert run("solve", codes, "--quiet", "--force", *arguments) == 0
    return brenier.load(codes.with_suffix(".npz")).source


def test_solve_takes_a_picture_or_an_array_for_a_source(codes, tmp_path):
    image = pytest.importorskip("PIL.Image")
    picture, array = tmp_path / "grey.png", tmp_path / "grey.npy"
    image.fromarray(GREY).save(picture)
    np.save(array, GREY)
    source = source_of(codes, "--source", picture)
    assert isinstance(source, brenier.Raster) and source.bounds == (0, 0, 1, 1)
    np.testing.assert_allclose(source.values, GREY[::-1] / 255, rtol=1e-6)
    source = source_of(codes, "--source", array, "--bounds", "-1", "0", "3", "0.5")
    assert np.array_equal(source.values, GREY) and source.bounds == (-1, 0, 3, 0.5)
    source = source_of(codes, "--source", array, "--origin", "upper")
    assert np.array_equal(source.values, GREY[::-1])


def test_solve_takes_a_gaussian_source(codes, tmp_path):
    for word in ("gaussian", "Normal"):
        source = source_of(codes, "--source", word)
        assert isinstance(source, brenier.Gaussian) and np.array_equal(source.cov, np.eye(2))
    for text, cov in (
        ("1,-2,0.5", [[0.5, 0], [0, 0.5]]),
        ("1,-2,0.5,3", [[0.5, 0], [0, 3]]),
        ("1,-2,0.5,1e-1,3", [[0.5, 0.1], [0.1, 3]]),
    ):
        source = source_of(codes, "--source", f"gaussian:{text}")
        assert source.mean.tolist() == [1, -2] and source.cov.tolist() == cov
    np.savetxt(tmp_path / "domain.csv", L_SHAPE, delimiter=",")
    source = source_of(codes, "--source", "gaussian", "--domain", tmp_path / "domain.csv")
    assert isinstance(source, brenier.Gaussian) and source.area == pytest.approx(0.75)


def test_solve_takes_geojson_for_a_source(codes, tmp_path):
    ring = [[0, 0, 5], [4, 0, 5], [4, 4, 5], [0, 0, 5]]
    features = [
        {"type": "Feature", "geometry": None},
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 1]}},
        {"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [ring]}},
    ]
    domain = tmp_path / "lake.geojson"
    collection = {"type": "FeatureCollection", "features": features}
    domain.write_text("\ufeff" + json.dumps(collection), "utf-8")
    for flag in ("--source", "--domain"):
        assert source_of(codes, flag, domain).area == 8


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--source", "moon"], "--source is 'moon'; expected gaussian, or a file"),
        (["--source", "gaussian:1,2"], "gaussian:X,Y,VARIANCE"),
        (["--source", "gaussian:1,2,x"], "gaussian:X,Y,VARIANCE"),
        (["--source", "gaussian:1,2,-1"], "cov"),
        (["--source", "none.png"], "No such file"),
        (["--source", "none.geojson"], "No such file"),
        (["--source", "bad.png"], "bad.png is no picture: "),
        (["--source", "colour.png"], 'colour.png: values has shape (3, 4, 3); .*convert("L")'),
        (["--source", "a.geojson", "--domain", "b.geojson"], "--source and --domain are both"),
        (["--source", "grey.npy", "--domain", "b.geojson"], "a picture has --bounds"),
        (["--source", "gaussian", "--bounds", "0", "0", "1", "1"], "--bounds and --origin are for"),
        (["--origin", "upper"], "--bounds and --origin are for"),
        (["--source", "grey.npy", "--bounds", "1", "0", "0", "1"], "grey.npy: bounds"),
        (["--domain", "empty.csv"], "empty.csv is empty"),
        (["--domain", "deep.json"], "deep.json is not JSON"),
    ],
)
def test_sources_that_are_none_are_named(codes, tmp_path, monkeypatch, capsys, arguments, words):
    image = pytest.importorskip("PIL.Image")
    monkeypatch.chdir(tmp_path)
    image.fromarray(GREY).convert("RGB").save("colour.png")
    np.save("grey.npy", GREY)
    Path("bad.png").write_bytes(b"\x89PNG\r\n\x1a\nabc")
    Path("empty.csv").touch()
    Path("deep.json").write_text("[" * 100_000)
    assert run("solve", codes, *arguments) == 2
    assert re.search(re.escape(words).replace(r"\.\*", ".*"), capsys.readouterr().err)


# Samples


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
