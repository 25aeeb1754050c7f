"""The IDX reader gives back what was written, and says what is wrong with what was not."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
from brenier import datasets
from inputs.idx_files import CODES, idx_bytes, write_mnist


@pytest.fixture
def images():
    return np.random.default_rng(0).integers(0, 256, (6, 3, 5), dtype=np.uint8)


@pytest.fixture
def labels():
    return np.array([0, 1, 2, 0, 1, 9], dtype=np.uint8)


@pytest.mark.parametrize("dtype", sorted(CODES))
@pytest.mark.parametrize("shape", [(7,), (2, 3), (2, 3, 4), (0, 3)])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_reading_inverts_writing(tmp_path, dtype, shape, pack):
    array = np.random.default_rng(1).integers(-100, 100, shape).astype(dtype)
    path = tmp_path / "array"
    path.write_bytes(pack(idx_bytes(array)))
    read = datasets.read_idx(path)
    assert read.dtype == array.dtype
    assert read.dtype.isnative
    np.testing.assert_array_equal(read, array)


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda raw: b"", "0 bytes are too few"),
        (lambda raw: b"\x89PNG" + raw[4:], "not an IDX file, its magic number is 0x89504e47"),
        (lambda raw: raw[:2] + b"\x0a" + raw[3:], "not an IDX file"),
        (lambda raw: raw[:3] + b"\x00" + raw[4:], "not an IDX file"),
        (lambda raw: raw[:9], "cut short within its header, 9 bytes instead of 16"),
        (lambda raw: raw[:-1], "cut short, 105 bytes instead of 106"),
        (lambda raw: raw + b"\x00", "longer than it states, 107 bytes instead of 106"),
        (lambda raw: raw[:4] + b"\xff" * 12 + raw[16:], "cut short, 106 bytes instead of 7922816"),
        (lambda raw: gzip.compress(raw)[:-9], "damaged or cut short gzip"),
        (lambda raw: b"\x1f\x8b" + raw, "damaged or cut short gzip"),
    ],
)
def test_what_is_no_idx_file_is_refused(tmp_path, images, damage, message):
    path = tmp_path / "images"
    path.write_bytes(damage(idx_bytes(images)))
    with pytest.raises(ValueError, match=message) as caught:
        datasets.read_idx(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("ending", ["", ".gz"])
@pytest.mark.parametrize(("subset", "prefix"), [("train", "train"), ("test", "t10k")])
def test_a_folder_gives_grey_values_and_labels(tmp_path, images, labels, ending, subset, prefix):
    write_mnist(tmp_path, images, labels, prefix, ending)
    pictures = datasets.mnist(tmp_path, subset)
    np.testing.assert_allclose(pictures.images * 255, images, rtol=1e-6)
    np.testing.assert_array_equal(pictures.labels, labels)
    assert len(pictures) == 6
    assert pictures.flat.shape == (6, 15)
    assert pictures.name == tmp_path.name


def test_a_folder_without_a_file_is_refused_by_the_files_name(tmp_path, images, labels):
    with pytest.raises(FileNotFoundError, match="nowhere"):
        datasets.mnist(tmp_path / "nowhere")
    write_mnist(tmp_path, images, labels)
    (tmp_path / "train-labels-idx1-ubyte").unlink()
    with pytest.raises(FileNotFoundError, match=r"neither train-labels-idx1-ubyte nor .*\.gz"):
        datasets.mnist(tmp_path)
    with pytest.raises(FileNotFoundError, match="t10k-images-idx3-ubyte"):
        datasets.mnist(tmp_path, "test")


def test_files_that_do_not_belong_together_are_refused(tmp_path, images, labels):
    write_mnist(tmp_path, images, labels[:-1])
    with pytest.raises(ValueError, match=r"holds 6 pictures, .* 5 labels"):
        datasets.mnist(tmp_path)
    write_mnist(tmp_path, labels, labels)
    with pytest.raises(ValueError, match="expected pictures, 3 dimensions"):
        datasets.mnist(tmp_path)
    write_mnist(tmp_path, images, images)
    with pytest.raises(ValueError, match="expected labels, 1 dimension"):
        datasets.mnist(tmp_path)
    write_mnist(tmp_path, images.astype(np.int16), labels)
    with pytest.raises(ValueError, match="unsigned bytes"):
        datasets.mnist(tmp_path)


def test_the_subset_is_named(tmp_path):
    with pytest.raises(ValueError, match="'validation'"):
        datasets.mnist(tmp_path, "validation")


def test_pictures_keep_images_and_labels_together(images, labels):
    pictures = datasets.Pictures(images / np.float32(255), labels.astype(np.int64), "test")
    taken = pictures.take(np.array([5, 0]))
    np.testing.assert_array_equal(taken.labels, [9, 0])
    np.testing.assert_array_equal(taken.images, pictures.images[[5, 0]])
    with pytest.raises(ValueError, match="one a picture"):
        datasets.Pictures(pictures.images, pictures.labels[:3], "test")
    with pytest.raises(ValueError, match="images must be"):
        datasets.Pictures(pictures.flat, pictures.labels, "test")


def test_the_digits_are_scikit_learns():
    pytest.importorskip("sklearn")
    digits = datasets.digits()
    assert digits.images.shape == (1797, 8, 8)
    assert digits.images.min() == 0
    assert digits.images.max() == 1
    assert set(digits.labels) == set(range(10))
