"""Decoding what a sampler draws, with functions of arrays."""

from __future__ import annotations

import brenier
import numpy as np
import pytest
from inputs.sites import random_sites


@pytest.fixture(scope="module")
def sampler():
    return brenier.LatentSampler(brenier.ContinuousMap(brenier.solve(random_sites(100))))


def pictures(z):
    return z[:, :1, None] * np.ones((len(z), 3, 4)) + z[:, 1:, None]


@pytest.mark.parametrize("batch_size", [1, 7, 100, 101])
def test_decodes_each_latent_in_its_order(sampler, batch_size):
    sizes = []

    def decoder(z):
        sizes.append(len(z))
        return pictures(z)

    images = brenier.generate(decoder, sampler, 100, rng=3, batch_size=batch_size)
    assert np.array_equal(images, pictures(sampler.sample(100, rng=3).latents))
    assert max(sizes) <= batch_size
    assert sum(sizes) == 100


def test_none_are_an_empty_array_of_the_right_kind(sampler):
    images = brenier.generate(lambda z: pictures(z).astype(np.float32), sampler, 0)
    assert images.shape == (0, 3, 4)
    assert images.dtype == np.float32


def test_a_list_of_pictures_will_do(sampler):
    images = brenier.generate(lambda z: [np.outer(p, p) for p in z], sampler, 5, rng=0)
    assert images.shape == (5, 2, 2)


def test_a_decoder_may_use_its_memory_again(sampler):
    memory = np.empty((4, 2))

    def decoder(z):
        return np.multiply(z, 2, out=memory[: len(z)])

    images = brenier.generate(decoder, sampler, 10, rng=0, batch_size=4)
    assert np.array_equal(images, 2 * sampler.sample(10, rng=0).latents)


def test_stop_iteration_of_the_decoder_passes_through(sampler):
    def decoder(z):
        raise StopIteration("mine")

    with pytest.raises(StopIteration, match="mine"):
        brenier.generate(decoder, sampler, 5)


def test_progress_counts_latents(sampler, capsys):
    brenier.generate(pictures, sampler, 50, batch_size=20, progress=True)
    shown = capsys.readouterr()
    assert "50/50" in shown.err
    assert shown.out == ""
    brenier.generate(pictures, sampler, 50)
    assert capsys.readouterr() == ("", "")


def test_an_exception_of_the_decoder_passes_through(sampler):
    def decoder(z):
        raise ZeroDivisionError("mine")

    with pytest.raises(ZeroDivisionError, match="mine"):
        brenier.generate(decoder, sampler, 5)


@pytest.mark.parametrize(
    ("decoder", "error", "words"),
    [
        (lambda z: pictures(z)[1:], ValueError, r"shape \(9, 3, 4\) for 10 latents; expected \(10"),
        (lambda z: 1.0, ValueError, r"shape \(\) for 10 latents"),
        (lambda z: (z, z), TypeError, "decoder gives a tuple; expected one array"),
        (lambda z: {"images": z}, TypeError, "decoder gives a dict"),
        (lambda z: [[1.0], [2.0, 3.0]] * 5, ValueError, "decoder gives no array"),
        (lambda z: np.ma.masked_less(z, 0.5), ValueError, "decoder gives masked entries"),
        (lambda z: None, TypeError, "decoder gives a NoneType"),
        (lambda z: [object()] * 10, TypeError, "decoder gives dtype object; expected numbers"),
        (lambda z: ["a"] * 10, TypeError, "decoder gives dtype <U1; expected numbers"),
        ("decoder", TypeError, "decoder is 'decoder'; expected a function"),
    ],
)
def test_bad_decoders_are_named(sampler, decoder, error, words):
    with pytest.raises(error, match=words):
        brenier.generate(decoder, sampler, 10)


def test_items_that_change_their_shape_are_refused(sampler):
    with pytest.raises(ValueError, match=r"items of shape \(3,\) after some of \(4,\)"):
        brenier.generate(lambda z: np.ones((len(z), len(z))), sampler, 7, batch_size=4)


def test_bad_arguments_are_refused(sampler):
    with pytest.raises(TypeError, match=r"expected a brenier.LatentSampler"):
        brenier.generate(pictures, sampler.map, 5)
    with pytest.raises(ValueError, match="n is -3"):
        brenier.generate(pictures, sampler, -3)
    with pytest.raises(ValueError, match="batch_size is 0; expected 1 or more"):
        brenier.generate(pictures, sampler, 3, batch_size=0)
    with pytest.raises(TypeError, match=r"batch_size is 1.5"):
        brenier.generate(pictures, sampler, 3, batch_size=1.5)
