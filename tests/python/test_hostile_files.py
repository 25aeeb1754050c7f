"""Files that are damaged, or made to do damage: refused as ValueError, in little memory."""

from __future__ import annotations

import io
import os
import struct
import tracemalloc
import zipfile

import brenier
import numpy as np
import pytest
from brenier.storage import pack_arrays, unpack_arrays

HOLED = [[(0, 0), (1, 0), (1, 1), (0, 1)], [(0.2, 0.2), (0.4, 0.2), (0.2, 0.4)]]


def content_of(transport, path):
    transport.save(path)
    return path.read_bytes()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "plan.npz"


@pytest.fixture
def content(path):
    return content_of(brenier.solve([(0.1, 0.2), (0.7, 0.4)], source=brenier.Uniform(HOLED)), path)


def loaded(path, content):
    """The transport in the file, or None if it is refused as it should be."""
    path.write_bytes(content)
    try:
        return brenier.load(path)
    except ValueError as error:
        assert str(error).startswith(f"{path} is no sound transport file: ")
        return None


def test_a_file_that_is_cut_short_is_refused(path, content):
    assert loaded(path, content) is not None
    for length in {*range(0, len(content), 5), *range(len(content) - 30, len(content))}:
        assert loaded(path, content[:length]) is None, length


def test_with_a_byte_wrong_a_file_is_refused_or_says_the_same(path, content):
    t = loaded(path, content)
    refused, places = 0, range(0, len(content), 3)
    for k, at in enumerate(places):
        other = bytearray(content)
        other[at] ^= (0xFF, 0x01, 0x80)[k % 3]
        u = loaded(path, other)
        refused += u is None
        if u is not None:
            assert np.array_equal(u.weights, t.weights), at
            assert np.array_equal(u.sites, t.sites) and np.array_equal(u.masses, t.masses), at
            assert u.message == t.message and u.success, at
    assert refused > 0.6 * len(places)


def test_what_is_put_in_or_left_out_makes_no_other_transport(path, content):
    rng = np.random.default_rng(0)
    t = loaded(path, content)
    for _ in range(100):
        a, b = np.sort(rng.integers(0, len(content), 2))
        for other in (
            content[:a] + content[b:],
            content[:a] + rng.bytes(b - a) + content[b:],
            content[:b] + content[a:],
        ):
            u = loaded(path, other)
            assert u is None or np.array_equal(u.weights, t.weights)


# Made by hand

ARRAYS = {
    "object": np.array([{"a": 1}, None], dtype=object),
    "record": np.zeros(3, dtype="f8,i4"),
    "complex": np.full(2, 1j),
    "date": np.zeros(2, dtype="M8[s]"),
    "text": np.array(["a", "b"]),
    "bytes": np.array([b"a", b"b"]),
    "nan": np.full((2, 2), np.nan),
    "infinite": np.full(2, np.inf),
    "empty": np.zeros(0),
    "nothing": np.zeros((0, 2)),
    "number": np.array(0.5),
    "deep": np.zeros((1,) * 20),
    "long": np.zeros(1000),
    "negative": np.full(2, -1.0),
    "huge": np.full((2, 2), 1e300),
}


@pytest.mark.parametrize("kind", ARRAYS)
def test_every_array_is_looked_at(path, content, kind):
    """Any array of a file may be any other: most are refused; nothing else is raised."""
    given = unpack_arrays(content, ())
    for name in given:
        np.savez(path, **{**given, name: ARRAYS[kind]})
        free = {"step", "blur", "seconds"}  # tell of the past: any number will do
        u = loaded(path, path.read_bytes())
        assert u is None or name in free, name


@pytest.mark.parametrize(
    "source",
    [
        brenier.Raster([[1, 2], [3, 4]]),
        brenier.Bilinear([[1, 2], [3, 4]]),
        brenier.Gaussian((0.5, 0.5), 0.1),
        brenier.GaussianMixture([(0, 0), (1, 1)], [1, 2]),
    ],
)
def test_every_array_of_a_source_is_looked_at(path, source):
    given = unpack_arrays(
        content_of(brenier.solve([(0.1, 0.2), (0.7, 0.4)], source=source), path), ()
    )
    for name in given.keys() & source._to_arrays().keys():
        for kind, array in ARRAYS.items():
            if (name, kind) == ("cov", "number"):
                continue  # a variance
            np.savez(path, **{**given, name: array})
            assert loaded(path, path.read_bytes()) is None, (name, kind)


def header(descr: str, shape: str) -> bytes:
    return f"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}\n".encode()


def npy(header: bytes, data: bytes = b"", version: bytes = b"\x01\x00") -> bytes:
    return b"\x93NUMPY" + version + struct.pack("<H", len(header)) + header + data


def member_replaced(content: bytes, name: str, raw: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for member in old.namelist():
            new.writestr(member, raw if member == name else old.read(member))
    return file.getvalue()


HEADERS = {
    "a trillion numbers": header("<f8", "(1000000000000,)"),
    "more than there are": header("<f8", "(3,)"),
    "fewer than there are": header("<f8", "(1,)"),
    "less than none": header("<f8", "(-1, -2)"),
    "of no size": header("<U0", "(1000000000000,)"),
    "deep": b"-" * 9000,
    "deeper": b"[" * 900,
    "a pickle": header("|O", "(2,)"),
    "a call": b"__import__('os').abort()\n",
    "empty": b"",
    "no dict": b"3\n",
    "not text": b"\xff\x00\n",
}


@pytest.mark.parametrize("kind", HEADERS)
@pytest.mark.parametrize("name", ["masses.npy", "brenier_format.npy", "extra.npy"])
def test_headers_that_lie_are_refused(path, content, kind, name):
    raw = npy(HEADERS[kind], np.full(2, 0.5).tobytes())
    if name == "extra.npy":
        content = member_replaced(content, "blur.npy", raw)
    assert loaded(path, member_replaced(content, name, raw)) is None


@pytest.mark.parametrize("version", [b"\x02\x00", b"\x03\x00", b"\x09\x00"])
def test_other_versions_of_npy_are_refused(path, content, version):
    raw = npy(HEADERS["more than there are"], np.zeros(3).tobytes(), version)
    path.write_bytes(member_replaced(content, "masses.npy", raw))
    with pytest.raises(ValueError, match=r"masses\.npy has version .*; expected \(1, 0\)"):
        brenier.load(path)


def central_directory(content: bytes):
    """Where the entries of the archive's directory begin."""
    at = content.index(b"PK\x01\x02")
    while content[at : at + 4] == b"PK\x01\x02":
        yield at
        at += 46 + sum(struct.unpack_from("<HHH", content, at + 28))


def with_field(content: bytes, offset: int, kind: str, value: int) -> bytes:
    """Every entry of the directory with another value in one of its fields."""
    other = bytearray(content)
    for at in central_directory(content):
        struct.pack_into(kind, other, at + offset, value)
    return bytes(other)


ENTRIES = {
    "encrypted": (8, "<H", 1),
    "deflated": (10, "<H", zipfile.ZIP_DEFLATED),
    "by bzip2": (10, "<H", zipfile.ZIP_BZIP2),
    "by lzma": (10, "<H", zipfile.ZIP_LZMA),
    "by an unknown method": (10, "<H", 77),
    "of four gigabytes": (24, "<L", 0xFFFFFFF0),
    "elsewhere": (42, "<L", 0xFFFFFFF0),
    "in a later format": (6, "<H", 99),
}


@pytest.mark.parametrize("kind", ENTRIES)
def test_entries_that_lie_are_refused(path, content, kind):
    assert loaded(path, with_field(content, *ENTRIES[kind])) is None


def peak_of(path, content):
    """How much memory is used to refuse it."""
    path.write_bytes(content)
    tracemalloc.start()
    try:
        with pytest.raises(ValueError, match="no sound transport file"):
            brenier.load(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_bomb_does_not_explode(path, content):
    """Zeros shrink by a thousand."""
    given = {**unpack_arrays(content, ()), "masses": np.zeros(5_000_000)}
    np.savez_compressed(path, **given)
    assert path.stat().st_size < 100_000
    assert peak_of(path, path.read_bytes()) < 2_000_000


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_bomb_that_hides_its_size_does_not_explode(path, content, method):
    """Python's zipfile unpacks these by the block, however little of it is asked for."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.writestr("masses.npy", bytes(30_000_000))
    assert peak_of(path, with_field(file.getvalue(), 24, "<L", 100)) < 2_000_000


def test_entries_that_share_their_bytes_do_not_multiply_them(path, content):
    """A thousand entries that are all the same megabyte."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.npy", npy(HEADERS["more than there are"], bytes(1_000_000)))
        (first,) = archive.filelist
        archive.filelist *= 1000
        for k in range(1, 1000):
            other = zipfile.ZipInfo(f"{k}.npy")
            for name in ("compress_size", "file_size", "CRC", "header_offset", "create_system"):
                setattr(other, name, getattr(first, name))
            archive.filelist[k] = other
    assert peak_of(path, file.getvalue()) < 10_000_000


def test_names_that_come_twice_are_refused(path, content):
    file = io.BytesIO(content)
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(file, "a") as archive:
        archive.writestr("masses.npy", archive.read("masses.npy"))
    assert loaded(path, file.getvalue()) is None


def test_names_lead_nowhere(path, content, tmp_path):
    """They are keys: nothing is written."""
    given = unpack_arrays(content, ())
    names = ("../escaped", "/tmp/../escaped", "..\\escaped", "C:escaped", "a/b", "é", "")
    np.savez(path, **given, **{name: np.zeros(2) for name in names if name})
    before = sorted(tmp_path.rglob("*")), sorted(tmp_path.parent.glob("*"))
    assert loaded(path, path.read_bytes()) is not None
    assert (sorted(tmp_path.rglob("*")), sorted(tmp_path.parent.glob("*"))) == before


def test_files_that_cannot_be_opened_are_as_open_says(tmp_path):
    with pytest.raises(FileNotFoundError):
        brenier.load(tmp_path / "nothing.npz")
    with pytest.raises(IsADirectoryError):
        brenier.load(tmp_path)
    if os.geteuid() != 0:
        (tmp_path / "locked.npz").touch(mode=0)
        with pytest.raises(PermissionError):
            brenier.load(tmp_path / "locked.npz")


def test_arrays_come_back_as_they_were():
    arrays = {"a": np.arange(6.0).reshape(2, 3), "b": np.array("text"), "c": np.zeros((0, 2))}
    again = unpack_arrays(pack_arrays(arrays), arrays)
    assert again.keys() == {*arrays, "brenier_format"}
    for name, array in arrays.items():
        np.testing.assert_array_equal(again[name], array)
        assert again[name].dtype == array.dtype
