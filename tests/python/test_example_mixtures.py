"""The example runs from end to end, and its table says what it must."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import numpy as np
import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "mixtures.py"
TINY = ["--codes", "300", "--samples", "2000", "--matched", "40", "--repeats", "2"]


@pytest.fixture(scope="module")
def example():
    spec = importlib.util.spec_from_file_location("example_mixtures", EXAMPLE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_has_every_sampler_and_the_picture_is_drawn(example, tmp_path, capsys):
    matplotlib = pytest.importorskip("matplotlib")
    matplotlib.use("agg")
    picture = tmp_path / "mixtures.png"
    example.main([*TINY, "--output", str(picture)])
    assert picture.read_bytes().startswith(b"\x89PNG")
    table = capsys.readouterr().out
    high = {}
    for name, share in re.findall(r"^  (\S.*?)\s+([\d.]+)%", table, flags=re.MULTILINE):
        high.setdefault(name, []).append(float(share))
    assert {name: len(shares) for name, shares in high.items()} == dict.fromkeys(
        [*example.DRAWN[1:], "map, snap", "fresh data"], 3
    )
    assert min(high["map, reject"]) >= 99 > max(high["map, keep"]) > max(high["box noise"])
    assert len(re.findall(r"map, reject +\S+ +(8/8|25/25) ", table)) == 3


def test_the_same_seed_gives_the_same_table(example, capsys):
    example.main([*TINY, "--seed", "1"])
    first = capsys.readouterr().out
    example.main([*TINY, "--seed", "1"])
    assert capsys.readouterr().out == first
    example.main([*TINY, "--seed", "2"])
    assert capsys.readouterr().out != first


def test_the_distance_is_that_of_a_known_shift(example):
    points = np.random.default_rng(0).random((50, 2))
    shuffled = points[np.random.default_rng(1).permutation(50)]
    assert example.wasserstein(points, shuffled + np.array([3, 4])) == pytest.approx(5)
