"""Sources that are given on the command line."""

from __future__ import annotations

import json
import re
from pathlib import Path

import brenier
import numpy as np
import pytest
from inputs.commands import run
from inputs.shapes import L_SHAPE
from inputs.sites import random_sites


@pytest.fixture
def codes(tmp_path):
    path = tmp_path / "codes.npy"
    np.save(path, random_sites(50))
    return path


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
