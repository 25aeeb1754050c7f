"""Archives made by hand to do damage: refused as ValueError, in little memory."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import brenier
import numpy as np
import pytest
from brenier.storage import unpack_arrays
from inputs.files import loaded


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
