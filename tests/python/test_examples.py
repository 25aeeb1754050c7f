"""The examples run as a user runs them, and show what they are there to show."""

from __future__ import annotations

import re

import numpy as np
import pytest
from inputs.examples import EXAMPLES, row, run

pytest.importorskip("sklearn")


def test_the_numpy_example_prints_the_same_figures_for_a_seed_and_transport_helps():
    printed = run("numpy_decoder.py", "--seed", "1")
    assert printed == run("numpy_decoder.py", "--seed", "1")
    codes = row(printed, "decoded codes")
    transported = row(printed, "transported noise")
    for other in ("noise on the square", "noise of a fitted Gaussian"):
        clear, histogram = row(printed, other)
        assert transported[0] > clear + 0.2
        assert transported[1] < histogram / 2
    assert transported[0] == pytest.approx(codes[0], abs=0.05)


@pytest.mark.long
def test_the_autoencoder_example_balances_the_classes(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("matplotlib")
    figure = tmp_path / "autoencoder.png"
    printed = run("autoencoder.py", "--epochs", "60", "--output", str(figure))
    assert figure.stat().st_size > 10_000
    _, of_codes, _, _, new, *_ = row(printed, "decoded codes")
    assert new == 0
    recognised, histogram, _, _, new, *_ = row(printed, "transported noise")
    assert new > 0.9
    assert histogram == pytest.approx(of_codes, abs=0.05)
    assert histogram < row(printed, "noise on the codes' box")[1] / 2
    assert recognised > row(printed, "noise of a fitted Gaussian")[0] + 0.1


@pytest.mark.long
def test_the_gan_example_repairs_a_gan(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("matplotlib")
    figure = tmp_path / "gan.png"
    printed = run("gan.py", "--epochs", "20", "--output", str(figure))
    assert figure.stat().st_size > 10_000
    assert row(printed, "codes, drawn at random")[4] == 0
    recognised, histogram, _, _, new, *_ = row(printed, "transported noise")
    assert new > 0.9
    for other in ("plain GAN", "noise as in training", "a fitted Gaussian", "the same, untied"):
        assert recognised > row(printed, other)[0] + 0.1
        assert histogram < row(printed, other)[1] / 1.5


@pytest.mark.long
def test_the_gan_example_takes_latents_of_any_dimension(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("matplotlib")
    printed = run("gan.py", "--dim", "16", "--epochs", "20", "--output", str(tmp_path / "gan.png"))
    recognised, _, _, coverage, new, *_ = row(printed, "transported noise")
    assert new > 0.9
    for other in ("plain GAN", "noise as in training", "a fitted Gaussian"):
        assert recognised > row(printed, other)[0] + 0.1
        assert coverage > row(printed, other)[3]


@pytest.mark.long
def test_the_example_of_lifted_codes_measures_all_samplers(tmp_path):
    pytest.importorskip("torch")
    pytest.importorskip("matplotlib")
    figure = tmp_path / "lift.png"
    printed = run("lift.py", "--dim", "8", "--quick", "--output", str(figure))
    assert figure.stat().st_size > 10_000
    # FD, FDr, precision, recall, density, coverage, classes, copies, nearer
    assert row(printed, "codes, decoded")[7] == 1
    fitted = row(printed, "a Gaussian")
    for name in ("lifted, affine", "lifted, spread", "lifted, spread, low-discrepancy noise"):
        lifted = row(printed, name)
        assert lifted[0] < fitted[0]
        assert 0 < lifted[7] < 0.2
    assert row(printed, "lifted, spread, local noise × 0.5")[7] == 0


def test_the_stippling_example_puts_dots_where_the_picture_is_light_or_dark(tmp_path):
    pytest.importorskip("matplotlib")
    image = pytest.importorskip("PIL.Image")
    picture = tmp_path / "half.png"
    image.fromarray((np.arange(60) < 30)[None, :].repeat(40, axis=0)).convert("L").save(picture)
    shares = []
    for arguments in ((), ("--dark",)):
        drawing = tmp_path / "dots.png"
        options = ("-n", "300", "--steps", "5", "-o", str(drawing), *arguments)
        run("stippling.py", str(picture), *options)
        grey = np.asarray(image.open(drawing).convert("L"), dtype=float)
        dotted = np.abs(grey - np.median(grey)) > 60
        left, right = np.array_split(dotted, 2, axis=1)
        shares.append(left.mean() / (left.mean() + right.mean()))
    assert shares[0] > 0.9  # the left half is light
    assert shares[1] < 0.1


def test_the_morphing_example_moves_shapes_and_pictures(tmp_path):
    image = pytest.importorskip("matplotlib.image")
    drawing = tmp_path / "way.png"
    image.imsave(tmp_path / "dot.png", np.pad(np.zeros((4, 4)), 8, constant_values=1), cmap="gray")
    for ends in ([], [str(EXAMPLES / "data" / "italy.geojson"), str(tmp_path / "dot.png")]):
        printed = run("morphing.py", *ends, "-n", "60", "--steps", "5", "-o", str(drawing))
        length, least = (
            float(re.search(rf"{name} +([\d.]+)", printed)[1])
            for name in ("length of the way", "the shortest is at least")
        )
        assert 0 < least < length < 1
        assert image.imread(drawing).std() > 0.01


def test_the_tileable_example_leaves_a_seam_in_the_square_and_none_on_the_torus(tmp_path):
    pytest.importorskip("matplotlib")
    drawing = tmp_path / "dots.png"
    printed = run("tileable.py", "--uniform", "-n", "200", "--moves", "20", "-o", str(drawing))
    square, torus = (float(share) for share in re.findall(r"([\d.]+)% at the seam", printed))
    assert square < 1 < 3 < torus
    costs = [float(cost) for cost in re.findall(r"cost ([\d.]+)", printed)]
    assert costs[1] < costs[0] and drawing.exists()


def test_the_sources_example_divides_each_into_equal_cells(tmp_path):
    printed = run("sources.py", "-n", "12", "-o", str(tmp_path / "sources.png"))
    masses = re.findall(r"masses (\S+) to (\S+)", printed)
    assert len(masses) == 6
    for low, high in masses:
        assert float(low) == pytest.approx(1 / 12, abs=1e-6) == float(high)
    assert (tmp_path / "sources.png").stat().st_size > 10_000


@pytest.mark.long
def test_the_example_of_class_balance_brings_the_classes_near_what_was_wanted():
    pytest.importorskip("sklearn")
    printed = run("class_balance.py")
    equal, rare = printed.split("wanted: half")
    for part in (equal, rare):
        before, *_ = row(part, "masses of the data, between codes")
        sent, _, new, *_ = row(part, "masses of the classes, to codes")
        drawn, *_ = row(part, "codes drawn by class weights")
        assert before > 0.3 and sent < 0.1 and abs(sent - drawn) < 0.03 and new == 0
        for way in ("rejected", "snapped"):
            between, _, new, *_ = row(part, f"the same, between codes: {way}")
            assert sent < between < 0.7 * before and new > 0.5


@pytest.mark.long
def test_the_example_of_flow_matching_has_straighter_flows_by_transport():
    pytest.importorskip("torch")
    printed = run("flow_matching.py", "--seeds", "1", "--steps", "60", "--batch", "64")
    for k, part in enumerate(printed.split("\n\n")[:3]):
        independent, minibatch, exact = (
            row(part, name)[::2] for name in ("independent", "minibatch", "exact")
        )
        assert exact[0] < minibatch[0] < 0.5 * independent[0]  # loss
        assert k == 2 or exact[1] < 0.5 * independent[1]  # bend, in the plane
        assert exact[2] < independent[2]  # W2 after one step
