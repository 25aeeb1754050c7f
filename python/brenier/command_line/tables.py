"""Tables of numbers in files as users have them: numpy's, and text of many kinds."""

from __future__ import annotations

import csv
import math
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["is_array", "read_table", "read_text"]

_EXPECTED = "expected numbers in a .npy, .csv, .tsv or .txt file"
_NPY, _PICKLE = b"\x93NUMPY", b"\x80"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_INDEX_NAMES = ("", "index", "id", "name", "label", "unnamed: 0")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

Rows = list[tuple[int, list[str]]]  # the lines that are not empty: their numbers and fields


def read_table(path: Path, *columns: int) -> npt.NDArray[Any]:
    """Read an array from a file of numpy's, or a table of so many columns from text.

    In text, columns are separated by commas, semicolons (numbers may then have decimal commas),
    tabs or blanks; a header and a column of indices or names before the numbers are left out, and
    so are empty lines and what follows a ``#``.

    Parameters
    ----------
    path : Path
        The file; what it is is seen from its first bytes, not from its name.
    *columns : int
        How many columns of numbers are wanted, such as 2 or 3, the fewest first; a table of one is
        read as (n,).

    Raises
    ------
    OSError
        The file cannot be read.
    ValueError
        It holds no such numbers; the error names the file, and the line if it is text.
    """
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise ValueError(f"{path} is empty; {_EXPECTED}")
    if start.startswith(_NPY):
        return _read_npy(path)
    if start.startswith(_ZIP):
        return _read_archive(path)
    if start.startswith(_PICKLE) or path.suffix in (".pt", ".pth", ".pkl", ".pickle"):
        raise ValueError(
            f"{path} is a pickle, as of PyTorch or pandas, which could run code; {_EXPECTED}: "
            "numpy.save(file, array)"
        )
    rows = _split(path, read_text(path))
    return _numbers(path, rows, columns)


def is_array(path: Path) -> bool:
    """Tell whether a file is one of numpy's, by its first bytes."""
    with path.open("rb") as file:
        return file.read(8).startswith((_NPY, *_ZIP))


# numpy's own files


def _read_npy(path: Path) -> npt.NDArray[Any]:
    try:
        array: npt.NDArray[Any] = np.load(path, allow_pickle=False)
    except (ValueError, EOFError, RecursionError) as error:
        said = str(error)
        if "pickle" in said:
            said = "it holds Python objects; save array.astype(float)"
        raise ValueError(f"{path} is not a .npy file of numbers: {said}") from error
    return array


def _read_archive(path: Path) -> npt.NDArray[Any]:
    """Read the only array of an .npz file."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except zipfile.BadZipFile as error:
        raise ValueError(f"{path} is a damaged archive: {error}; {_EXPECTED}") from error
    arrays = [name.removesuffix(".npy") for name in names if name.endswith(".npy")]
    if "brenier_format" in arrays:
        raise ValueError(f"{path} is a solved plan, of brenier solve; {_EXPECTED}")
    if not arrays:
        kind = "a file of PyTorch" if any("data.pkl" in name for name in names) else "an archive"
        raise ValueError(f"{path} is {kind}, without arrays of numpy; {_EXPECTED}")
    if len(arrays) > 1:
        shown = ", ".join(arrays[:5]) + (", …" if len(arrays) > 5 else "")
        raise ValueError(
            f"{path} holds {len(arrays)} arrays ({shown}); expected one: "
            f"numpy.save(file, numpy.load({path.name!r})[{arrays[0]!r}])"
        )
    try:
        with np.load(path, allow_pickle=False) as archive:
            array: npt.NDArray[Any] = archive[arrays[0]]
            if not isinstance(array, np.ndarray):
                raise ValueError(f"{arrays[0]} in it is no array")
    except MemoryError:
        raise
    except Exception as error:  # of a dozen kinds, which zipfile does not promise
        raise ValueError(f"{path} is not an .npz file of numbers: {error}") from error
    return array


# Text


def read_text(path: Path) -> str:
    """Read text of any usual encoding."""
    raw = path.read_bytes()
    if raw.startswith(_UTF_16):
        encodings = ["utf-16"]
    elif b"\0" in raw:
        encodings = []
    else:
        encodings = ["utf-8-sig", "latin-1"]  # the second for the names of columns
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError(f"{path} is neither text nor a file of numpy's; {_EXPECTED}")


def _split(path: Path, text: str) -> Rows:
    lines = [line.partition("#")[0].strip(" \r\n") for line in text.splitlines()]
    filled = [(number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if filled and filled[0][1].lower().startswith("sep="):  # of Excel
        del filled[0]
    if not filled:
        raise ValueError(f"{path} has no line with numbers; {_EXPECTED}")
    separator = _separator([line for _, line in filled[:2]])
    rows: Rows = []
    for number, line in filled:
        if separator is None:
            fields = line.split()
        else:
            try:
                fields = next(csv.reader([line], delimiter=separator, skipinitialspace=True))
            except csv.Error as error:
                raise ValueError(f"{path}, line {number}: {error}") from error
        rows.append((number, [field.strip(" \t\"'") for field in fields]))
    if separator is not None and all(fields[-1] == "" for _, fields in rows):
        rows = [(number, fields[:-1]) for number, fields in rows]  # a separator ends every line
    if separator in (";", "\t"):
        rows = [(number, [_with_point(field) for field in fields]) for number, fields in rows]
    return rows


def _separator(lines: list[str]) -> str | None:
    """What the last of the first lines is separated by: the first may be a header."""
    return next((mark for mark in (";", "\t", ",") if mark in lines[-1]), None)


def _with_point(field: str) -> str:
    return field.replace(",", ".") if field.count(",") == 1 and "." not in field else field


def _numbers(path: Path, rows: Rows, columns: tuple[int, ...]) -> npt.NDArray[np.float64]:
    has_header = _is_header(path, rows)
    header, rows = (rows[0][1], rows[1:]) if has_header else ([], rows)
    if not rows:
        raise ValueError(f"{path} has no numbers below its header; {_EXPECTED}")
    first, width = rows[0][0], len(rows[0][1])
    for number, fields in rows:
        if len(fields) != width:
            raise ValueError(
                f"{path}, line {number} has {len(fields)} columns; expected {width}, as line "
                f"{first} has"
            )
    is_row = columns == (1,) and len(rows) == 1 and not header  # of masses
    if width - 1 in columns and not is_row and _is_index([f[0] for _, f in rows], header, width):
        rows = [(number, fields[1:]) for number, fields in rows]
        width -= 1
    if width not in columns and not is_row:
        raise ValueError(
            f"{path} has {width} columns (line {first}: {_shown(rows[0][1])}); expected "
            f"{' or '.join(map(str, columns))}, or one more with indices or names before them"
        )
    values = np.array([_number(path, number, text) for number, fields in rows for text in fields])
    return values if columns == (1,) else values.reshape(-1, width)


def _number(path: Path, line: int, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        said = f"{text!r} is no number" if text else "there is an empty field"
        raise ValueError(f"{path}, line {line}: {said}; expected numbers") from None
    if not math.isfinite(value):
        raise ValueError(f"{path}, line {line}: {text!r} is no finite number; expected one")
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _is_header(path: Path, rows: Rows) -> bool:
    """Tell whether the first line names the columns."""
    number, first = rows[0]
    if not any(map(_is_number, first)):
        return any(first)
    # As pandas writes an array: columns are called 0, 1, …, and the one of indices nothing at all.
    are_counted = [text for text in first if text] == [str(k) for k in range(len(first))][
        : len(first) - (first[0] == "")
    ]
    if first[0] == "" and are_counted:
        return True
    if are_counted and len(first) > 1 and len(rows) > 1:
        others = [text for _, fields in rows[1:] for text in fields]
        if all(set(".eE") & set(text) for text in others):
            raise ValueError(
                f"{path}, line {number}: {_shown(first)} may be a header or numbers; expected "
                "a header with names, as x,y, or numbers that look like those below"
            )
    return False


def _is_index(texts: list[str], header: list[str], width: int) -> bool:
    """Tell whether a column is none of numbers, but counts or names the rows."""
    if len(header) == width - 1 or (header and header[0].lower() in _INDEX_NAMES):
        return True
    if not all(map(_is_number, texts)):
        return not any(map(_is_number, texts))
    numbers = [float(text) for text in texts]
    return numbers in ([*range(len(texts))], [*range(1, len(texts) + 1)])


def _shown(fields: list[str]) -> str:
    text = ",".join(fields)
    return text if len(text) <= 40 else text[:37] + "…"
