"""The demo's measures agree with brute force, and its story holds from pictures to report."""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from inputs.idx_files import write_mnist

pytest.importorskip("sklearn")
pytest.importorskip("matplotlib")
pytest.importorskip("tqdm")

import brenier
from brenier import datasets, demo
from brenier.demo import classifier, comparison, decoder, report, split
from brenier.demo.packages import require
from brenier.demo.walk import find_walk

RNG = np.random.default_rng(0)


class EchoJudge:
    """A judge of pictures that are latents: their decoder gives back what it takes."""

    def decoder(self, latents):
        return latents[:, None]

    def on_real(self):
        return SimpleNamespace(row="real")

    def on_reconstructions(self):
        return SimpleNamespace(row="reconstructions")

    def on_made(self, name, images, latents):
        np.testing.assert_array_equal(images[:, 0], latents)
        return SimpleNamespace(row=name, latents=latents)


def map_onto(centres, count=60, **thresholds):
    centres = np.asarray(centres)
    codes = np.random.default_rng(2).normal(centres, 0.3, (count, *centres.shape)).reshape(-1, 2)
    return brenier.ContinuousMap(brenier.solve(codes), **thresholds)


def test_the_same_noise_goes_every_way_that_redraws_none():
    m = map_onto([[0, 0], [9, 0], [0, 9]])
    made = comparison.compare(EchoJudge(), m, 500, seed=3)
    noise = made.naive.latents
    singular = m.is_singular(noise)
    assert made.singular_share == singular.mean() > 0.03
    np.testing.assert_array_equal(made.transported.latents, m.transport(noise))
    np.testing.assert_array_equal(made.snap.latents, m(noise))
    same = (made.keep.latents == made.snap.latents).all(axis=1)
    np.testing.assert_array_equal(same, ~singular)
    # The sites are at most 1.5 from their centres, so that what lies farther off is in a gap.
    in_gap = [
        np.linalg.norm(latents[:, None] - [[0, 0], [9, 0], [0, 9]], axis=-1).min(axis=1) > 1.5
        for latents in (made.reject.latents, made.only.latents)
    ]
    assert in_gap[0].mean() == 0
    assert in_gap[1].mean() > 0.5
    assert [row for row in made.rows] == [
        "real", "reconstructions", "naive noise", "transported noise", "continuous, keep",
        "continuous, snap", "continuous, reject", "continuous, only",
    ]  # fmt: skip


def test_where_nothing_is_singular_nothing_is_drawn_from_there():
    m = brenier.ContinuousMap(brenier.solve(RNG.random((100, 2))), max_jump=np.inf)
    made = comparison.compare(EchoJudge(), m, 50, seed=0)
    assert made.only is None
    assert len(made.rows) == 7
    assert made.singular_share == 0
    (line,) = report.Singularity.of(m, made.singular_share).to_lines()
    assert "no edge is across a gap" in line
    walk = find_walk(m, seed=0)
    assert not walk.singular.any()
    assert not walk.creases.size


def test_the_walk_is_straight_and_its_creases_are_where_the_map_leaps():
    m = map_onto([[0, 0], [6, 0], [12, 0], [18, 0]], max_jump=2)
    walk = find_walk(m, seed=0)
    pace = np.linspace(0, 1, len(walk.points))[:, None]
    straight = walk.points[0] * (1 - pace) + walk.points[-1] * pace
    np.testing.assert_allclose(walk.points, straight, atol=1e-12)
    np.testing.assert_array_equal(walk.singular, m.is_singular(walk.points))
    assert not walk.singular[[0, -1]].any()
    leaps = np.linalg.norm(np.diff(m.transport(walk.points), axis=0), axis=1)
    np.testing.assert_array_equal(walk.creases, np.flatnonzero(leaps > 2))
    # From the first cluster to the last, or back, with three gaps between them.
    assert len(walk.creases) == 3
    # The latents take no leap that the map does, and are the map's own where it is regular.
    np.testing.assert_array_equal(walk.latents[~walk.singular], m(walk.points[~walk.singular]))
    steps = np.linalg.norm(np.diff(walk.latents, axis=0), axis=1)
    assert steps.max() < leaps[walk.creases].min()


@pytest.fixture(scope="module")
def short_training():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(classifier, "_EPOCHS", 40)
        patch.setattr(decoder, "_PICTURES_SHOWN", 50_000)
        yield


@pytest.fixture(scope="module")
def told(tmp_path_factory, short_training):
    """A run on a sixth of the digits: (report, its folder)."""
    folder = tmp_path_factory.mktemp("demo") / "made"
    return demo.run(demo.Options(limit=300, samples=1000, output=folder, quiet=True)), folder


def rows_of(told):
    return {row.name: row for row in told[0].rows}


def test_the_transport_is_certified(told):
    certificate = told[0].transport
    assert certificate.success
    assert certificate.max_relative_error < 1e-8
    assert certificate.voronoi_max_relative_error > 1
    assert certificate.cost > 0
    assert certificate.sites == told[0].model_pictures
    assert told[0].judge_pictures + told[0].model_pictures == 300


def test_transported_noise_decodes_better_than_naive_noise(told):
    rows = rows_of(told)
    naive, transported = rows["naive noise"], rows["transported noise"]
    assert transported.precision > naive.precision + 0.1
    assert transported.coverage > naive.coverage
    # Noise through the map falls on codes, each as often as any other: it does as they do.
    assert transported.recognised == pytest.approx(rows["reconstructions"].recognised, abs=0.15)
    assert transported.precision == pytest.approx(rows["reconstructions"].precision, abs=0.1)


def test_new_pictures_from_between_the_codes_are_as_good_as_copies_of_codes(told):
    rows = rows_of(told)
    reject, only = rows["continuous, reject"], rows["continuous, only"]
    assert reject.recognised > rows["naive noise"].recognised + 0.2
    assert reject.recognised == pytest.approx(rows["reconstructions"].recognised, abs=0.15)
    assert reject.precision > rows["naive noise"].precision + 0.1
    # Copies come from the border, of which few codes have much.
    assert reject.new_latents > 0.75
    assert reject.new_pictures > 0.75
    assert rows["transported noise"].new_latents == rows["transported noise"].new_pictures == 0
    assert rows["reconstructions"].new_latents == rows["reconstructions"].new_pictures == 0
    # It is the singular set that bad pictures come from.
    assert only.recognised < reject.recognised - 0.2
    # Kept, it is a part of all pictures; of two shares of as many, chance has three deviations.
    chance = 3 * math.sqrt(2 * 0.25 / reject.pictures)
    assert only.recognised < rows["continuous, keep"].recognised < reject.recognised + chance


def test_the_report_says_what_is_singular(told):
    singularity = told[0].singularity
    assert 0 < singularity.singular_edges < 0.3 * singularity.edges
    assert 0 < singularity.singular_share < 0.5
    assert singularity.singular_jump > 2 * singularity.usual_jump
    assert f"where {singularity.singular_share:.1%} of the noise lies" in told[0].to_text()


def test_the_judge_is_examined_on_what_it_has_not_seen(told):
    examination = told[0].examination
    assert examination.pictures == told[0].model_pictures
    assert examination.accuracy > 0.7
    assert examination.blends_confident <= examination.confident
    assert rows_of(told)["real pictures"].recognised == examination.confident
    assert rows_of(told)["real pictures"].accuracy == examination.accuracy


def test_the_report_is_written_as_it_is_returned(told):
    made, folder = told
    written = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert written["transport"]["max_relative_error"] == made.transport.max_relative_error
    assert [row["name"] for row in written["rows"]] == [row.name for row in made.rows]
    assert written["rows"][2]["recognised"] == made.rows[2].recognised
    assert written["conclusive"] == made.conclusive
    assert written["options"]["limit"] == 300
    assert set(written["seconds"]) >= {"embedding", "decoder", "transport", "figures"}


def test_every_figure_is_a_picture(told):
    from matplotlib.image import imread

    made, folder = told
    assert {path.name for path in folder.iterdir()} == {"report.json", *made.figures}
    assert len(made.figures) == 7
    for name in made.figures:
        picture = imread(folder / name)[..., :3]
        assert min(picture.shape[:2]) > 500
        assert picture.std() > 0.02, f"{name} is blank"


def test_the_text_holds_the_table_and_says_when_it_says_nothing(told):
    made = told[0]
    text = made.to_text()
    for row in made.rows:
        assert row.name in text
        assert f"{row.recognised:.1%}" in text
    assert ("SAYS NOTHING" in text) is not made.conclusive


@pytest.mark.parametrize(("accuracy", "conclusive"), [(0.849, False), (0.85, True)])
def test_poor_reconstructions_make_the_comparison_void(told, accuracy, conclusive):
    from dataclasses import replace

    rows = tuple(
        replace(row, accuracy=accuracy) if row.name == "reconstructions" else row
        for row in told[0].rows
    )
    changed = replace(told[0], rows=rows)
    assert changed.conclusive is conclusive
    assert ("SAYS NOTHING" in changed.to_text()) is not conclusive


def test_what_is_not_a_number_becomes_null():
    assert report._plain({"a": (1.0, float("nan"), Path("b"))}) == {"a": [1.0, None, "b"]}


def test_a_seed_repeats_the_numbers_and_a_folder_of_files_will_do(tmp_path, short_training):
    digits = datasets.digits()
    grey = np.round(digits.images * 255).astype(np.uint8)
    write_mnist(tmp_path, grey[:1400], digits.labels[:1400].astype(np.uint8), "train", ".gz")
    write_mnist(tmp_path, grey[1400:], digits.labels[1400:].astype(np.uint8), "t10k")
    parser = argparse.ArgumentParser()
    demo.add_arguments(parser)
    written = []
    for output in (tmp_path / "one", tmp_path / "two"):
        flags = f"--data {tmp_path} --limit 120 --samples 50 --seed 5 --no-figures --quiet"
        assert demo.main(parser.parse_args([*flags.split(), "-o", str(output)])) == 0
        written.append(json.loads((output / "report.json").read_text(encoding="utf-8")))
    assert written[0]["rows"] == written[1]["rows"]
    assert written[0]["figures"] == []
    assert (written[0]["judge_pictures"], written[0]["model_pictures"]) == (397, 120)
    assert written[0]["rows"][2]["pictures"] == 50


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"limit": 99}, "limit must be at least 100, got 99"),
        ({"samples": 9}, "samples must be at least 10, got 9"),
        ({"seed": -1}, "seed must not be negative, got -1"),
        ({"embedding": "pca"}, "embedding .* got 'pca'"),
        ({"backend": "jax"}, "backend .* got 'jax'"),
    ],
)
def test_options_that_cannot_be_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        demo.run(demo.Options(quiet=True, **options))


def test_a_missing_package_is_named_with_the_line_that_installs_it():
    with pytest.raises(ImportError, match=r"needs no_such_package: pip install brenier\[umap\]"):
        require("no_such_package.part", install="brenier[umap]")


@pytest.mark.parametrize(
    ("missing", "options", "line"),
    [
        ("umap", "embedding='umap'", "pip install brenier[umap]"),
        ("torch", "backend='torch'", "pip install brenier[torch]"),
        ("matplotlib", "figures=True", "pip install brenier[demo]"),
        ("sklearn", "figures=False", "pip install brenier[demo]"),
    ],
)
def test_a_missing_package_stops_the_demo_before_any_work(missing, options, line, tmp_path):
    script = (
        f"import sys; sys.modules[{missing!r}] = None\n"
        "from pathlib import Path\n"
        "from brenier import demo\n"
        f"try: demo.run(demo.Options({options}, output=Path({str(tmp_path / 'made')!r})))\n"
        f"except ImportError as error: assert {line!r} in str(error), error\n"
        "else: raise SystemExit('no error')\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
    assert not (tmp_path / "made").exists()


def test_the_torch_backend_decodes_as_well(short_training):
    pytest.importorskip("torch")
    pictures = split.load(demo.Options(limit=300)).model
    codes = np.random.default_rng(0).random((len(pictures), 2))
    fractions = []
    first = decoder.train_decoder(codes, pictures, "torch", 0, fractions.append)
    again = decoder.train_decoder(codes, pictures, "torch", 0, lambda fraction: None)
    decoded = first(codes)
    np.testing.assert_array_equal(decoded, again(codes))
    assert fractions[-1] == 1
    error = np.mean((decoded - pictures.images) ** 2)
    assert error < 0.5 * np.var(pictures.images, axis=0).mean()


def test_the_flags_need_no_large_package():
    script = (
        "import argparse, sys, brenier.demo\n"
        "brenier.demo.add_arguments(argparse.ArgumentParser())\n"
        "large = {'sklearn', 'matplotlib', 'torch', 'tqdm', 'scipy.optimize'} & set(sys.modules)\n"
        "assert not large, large\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
