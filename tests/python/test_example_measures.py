"""What the examples measure with, and the simple samplers that a transport is held against."""

from __future__ import annotations

import gzip
import runpy
import sys
from pathlib import Path

import numpy as np
import pytest
from brenier import datasets

pytest.importorskip("sklearn")

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def load(monkeypatch):
    """Return an example's names by its own; what it imports of the others is forgotten again."""
    monkeypatch.syspath_prepend(str(EXAMPLES))
    for other in EXAMPLES.glob("*.py"):
        monkeypatch.delitem(sys.modules, other.stem, raising=False)
    before = set(sys.modules)
    yield lambda name: runpy.run_path(str(EXAMPLES / f"{name}.py"))
    for other in EXAMPLES.glob("*.py"):
        if other.stem not in before:
            sys.modules.pop(other.stem, None)


@pytest.fixture
def pictures():
    """Digits in three parts: seen by a model, by the classifier, and by neither."""
    every = datasets.digits()
    return [every.take(np.arange(k, 900, 3)) for k in range(3)]


def features(d, rng):
    """Four hundred points of a Gaussian with some covariance."""
    return rng.normal(size=(400, d)) @ rng.normal(size=(d, d)) + rng.normal(size=d)


def test_the_frechet_distance_is_that_of_the_textbook(load):
    torch = pytest.importorskip("torch")
    from scipy.linalg import sqrtm

    frechet, rng = load("realism")["frechet"], np.random.default_rng(0)
    a, b = features(5, rng), features(5, rng)
    c, d = np.cov(a.T), np.cov(b.T)
    expected = np.sum((a.mean(0) - b.mean(0)) ** 2) + np.trace(c + d - 2 * np.real(sqrtm(c @ d)))
    a, b = torch.from_numpy(a), torch.from_numpy(b)
    assert frechet(a, b) == pytest.approx(expected, rel=1e-9)
    assert frechet(a, a + 3) == pytest.approx(5 * 9, rel=1e-9)


def test_pictures_are_as_real_as_they_are(load, pictures):
    pytest.importorskip("torch")
    seen, unseen, test = pictures
    judge = load("realism")["Realism"](seen, unseen, test, seed=0, looks=3000)
    judge.set_reconstructed(seen.images)
    assert judge.accuracy > 0.8

    same = judge.measure(test.images)
    assert abs(same["FD"]) < 1e-3 < same["FDr"]
    assert same["precision"] == same["recall"] == same["coverage"] == 1
    assert same["density"] > 1  # a picture lies in its own ball, too
    assert same["nearer"] == 0

    learnt = judge.measure(seen.images, copies=1.0)
    assert abs(learnt["FDr"]) < 1e-3 < learnt["FD"]
    assert learnt["copies"] == learnt["nearer"] == 1
    assert 0.7 < learnt["precision"] <= 1 and 0.7 < learnt["recall"] <= 1

    zeros = judge.measure(test.images[test.labels == 0])
    assert zeros["precision"] == 1 and zeros["recall"] < 0.3 and zeros["coverage"] < 0.3
    assert zeros["classes"] == pytest.approx(0.9, abs=0.03)

    noise = judge.measure(np.random.default_rng(0).random(test.images.shape))
    assert noise["FD"] > 10 * learnt["FD"]
    assert noise["density"] < 0.5 and noise["coverage"] < 0.3 and noise["recall"] < 0.3


def test_shares_within_balls_are_those_of_all_pairs(load, pictures):
    torch = pytest.importorskip("torch")
    names, rng = load("realism"), np.random.default_rng(0)
    points, centres = rng.normal(size=(2, 2500, 3))  # more than a block
    radii = rng.random(2500)
    cloud = names["Cloud"](torch.from_numpy(centres), None, torch.from_numpy(radii))
    counts, holds = names["Realism"]._in_balls(torch.from_numpy(points), cloud)
    inside = np.linalg.norm(points[:, None] - centres, axis=2) <= radii
    assert np.array_equal(counts, inside.sum(axis=1))
    assert np.array_equal(holds, inside.any(axis=0))


def test_tables_have_means_and_deviations(load, capsys):
    pytest.importorskip("torch")
    realism = load("realism")
    seeds = [dict.fromkeys(realism["HEADS"], value) for value in (1.0, 2.0, 6.0)]
    seeds[1] = {**seeds[1], "copies": float("nan")}
    realism["table"]({"a sampler": seeds})
    line = capsys.readouterr().out.splitlines()[1]
    assert line.count("3.00 ± 2.65") == 2 and line.count("3.000 ± 2.646") == 6
    assert line.count("–") == 1

    judge = load("judge")
    figures = [dict.fromkeys(judge["HEADS"], value) for value in (0.1, 0.2, 0.6)]
    for one in figures:
        one["new"] = float("nan")
    judge["print_means"]([{"a line": one} for one in figures])
    line = capsys.readouterr().out.splitlines()[2]
    assert line.split("  ")[0] == "a line"
    assert "30.0% ± 26.5%" in line and line.count("0.300 ± 0.265") == 3 and "0.30 ± 0.26" in line
    assert line.count("–") == 1


def near_codes(codes):
    """The ten nearest other codes of each, by all distances."""
    distance = np.linalg.norm(codes[:, None] - codes, axis=2)
    return np.argsort(distance, axis=1)[:, 1:11], np.sort(distance, axis=1)[:, 1]


def test_simple_samplers_have_the_covariance_of_their_noise(load):
    codes = features(6, np.random.default_rng(1))
    samplers, rng = load("latent_samplers")["baselines"](codes, 0), np.random.default_rng(2)
    near, spacing = near_codes(codes)
    steps = codes[near] - codes[:, None]
    local = np.einsum("nkd,nke->de", steps, steps) / (10 * len(codes))
    expected = {
        "codes at random": np.zeros((6, 6)),
        "the same, jittered": (0.5 * np.median(spacing)) ** 2 / 6 * np.eye(6),
        "codes without replacement, jittered": (0.5 * np.median(spacing)) ** 2 / 6 * np.eye(6),
        "the same, local noise × 0.5": 0.25 * local,
        "the same, local noise × 0.8": 0.64 * local,
        "a Gaussian": np.zeros((6, 6)),
    }
    own, n = np.cov(codes.T, bias=True), 50_000
    for name, noise in expected.items():
        drawn = samplers[name](n, rng)
        assert drawn.shape == (n, 6)
        root = np.linalg.inv(np.linalg.cholesky(own + noise))
        whitened = (drawn - codes.mean(axis=0)) @ root.T
        assert np.abs(whitened.mean(axis=0)).max() < 0.03, name
        assert np.abs(np.cov(whitened.T) - np.eye(6)).max() < 0.03, name
    copies = {row.tobytes() for row in samplers["codes at random"](n, rng)}
    assert copies == {row.tobytes() for row in codes}


def test_without_replacement_every_code_comes_once_a_round(load):
    codes = np.repeat(np.arange(120.0)[:, None], 2, axis=0)  # no spacing, and so no jitter
    samplers = load("latent_samplers")["baselines"](codes, 0)
    drawn = samplers["codes without replacement, jittered"](500, np.random.default_rng(0))
    counts = [np.bincount(part[:, 0].astype(int)) for part in np.split(drawn, (240, 480))]
    assert np.all(counts[0] == 2) and np.all(counts[1] == 2)
    assert counts[2].sum() == 20 and counts[2].max() <= 2


def test_mixtures_of_neighbours_lie_on_segments_between_them(load):
    codes = features(3, np.random.default_rng(3))
    mixed = load("latent_samplers")["baselines"](codes, 0)["mixed with one of ten neighbours"]
    near, _ = near_codes(codes)
    start = codes[:, None]
    step = codes[near] - start
    shares = []
    for z in mixed(200, np.random.default_rng(4)):
        along = np.sum((z - start) * step, axis=2) / np.sum(step**2, axis=2)
        beside = np.linalg.norm(start + along[:, :, None] * step - z, axis=2)
        best = np.unravel_index(beside.argmin(), beside.shape)
        assert beside[best] < 1e-9
        shares.append(along[best])
    assert 0 <= min(shares) < 0.1 and 0.9 < max(shares) <= 1


def test_a_mixture_of_gaussians_finds_the_clusters(load):
    rng = np.random.default_rng(5)
    centres = 100 * rng.normal(size=(10, 4))
    codes = (centres[:, None] + rng.normal(size=(10, 60, 4))).reshape(-1, 4)
    mixture = load("latent_samplers")["gaussians"](codes, 10, 0)
    drawn = mixture(20_000, rng)
    distance = np.linalg.norm(drawn[:, None] - centres, axis=2)
    assert distance.min(axis=1).max() < 8
    assert np.bincount(distance.argmin(axis=1)) == pytest.approx(np.full(10, 2000), rel=0.15)


def test_the_small_mnist_is_written_as_its_classes_say(load, monkeypatch, tmp_path):
    rng = np.random.default_rng(6)
    images = rng.integers(256, size=(5000, 784), dtype=np.uint8)
    labels = np.repeat(np.arange(10), 500)
    images[:, 0] = labels
    packed = tmp_path / "mnist_5k.csv.gz"
    with gzip.open(packed, "wt", compresslevel=1) as file:
        np.savetxt(file, np.column_stack((images, labels)), fmt="%d", delimiter=",")
    main = load("small_mnist")["main"]
    monkeypatch.setitem(main.__globals__, "find", lambda: packed)
    monkeypatch.setattr(sys, "argv", ["small_mnist.py", str(tmp_path / "made")])
    main()
    train, test = (datasets.mnist(tmp_path / "made", half) for half in ("train", "test"))
    for half, count in ((train, 400), (test, 100)):
        assert half.images.shape == (10 * count, 28, 28)
        assert np.all(np.bincount(half.labels) == count)
        assert np.array_equal(np.rint(255 * half.images[:, 0, 0]), half.labels)
    both = np.rint(255 * np.concatenate((train.flat, test.flat))).astype(np.uint8)
    assert {row.tobytes() for row in both} == {row.tobytes() for row in images}


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--data", "nowhere"], "argument --data: no folder nowhere; it is to hold"),
        (["--dim", "1"], "argument --dim: expected a whole number, 2 or more, got '1'"),
        (["--dim", "wide"], "argument --dim: expected a whole number, 2 or more, got 'wide'"),
        (["--seeds", "0", "-1"], "argument --seeds: expected a whole number, 0 or more"),
    ],
)
@pytest.mark.parametrize("name", ["gan", "lift"])
def test_bad_options_are_named_before_anything_is_trained(
    load, monkeypatch, capsys, name, arguments, complaint
):
    pytest.importorskip("torch")
    pytest.importorskip("matplotlib")
    monkeypatch.setattr(sys, "argv", [name, *arguments])
    with pytest.raises(SystemExit):
        load(name)["main"]()
    assert complaint in " ".join(capsys.readouterr().err.split())
