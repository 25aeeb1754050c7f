"""The demo's story holds, from pictures to report."""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path

import numpy as np
import pytest
from inputs.idx_files import write_mnist
from inputs.pages import data_of, tiles

pytest.importorskip("sklearn")
pytest.importorskip("matplotlib")
pytest.importorskip("tqdm")

from brenier import datasets, demo
from brenier.demo import classifier, decoder, report, split


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
    *figures, page = made.figures
    assert len(figures) == 7 and page == "atlas.html"
    for name in figures:
        picture = imread(folder / name)[..., :3]
        assert min(picture.shape[:2]) > 500
        assert picture.std() > 0.02, f"{name} is blank"


def test_the_page_has_the_pictures_of_the_codes_with_their_classes(told):
    data = data_of((told[1] / "atlas.html").read_text("utf-8"))
    assert data["classes"] == [str(digit) for digit in range(10)]
    assert data["pictures"]["of_codes"] == data["count"] == told[0].model_pictures
    made = tiles(data["pictures"])[: data["count"], ..., 0].astype(float)
    classes = [made[data["class_of"] == k].mean(axis=0) for k in (0, 1)]
    assert classes[0][3, 3] < 60 < classes[1][3, 3]  # in the middle a 0 is empty, a 1 is not


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


@pytest.mark.long
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
