"""Polyhedra in a file of VTK: an unstructured grid, as XML with arrays in base 64."""

from __future__ import annotations

import base64
import html
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._files import whole_file, with_ending
from brenier.polyhedra import Polyhedron

__all__ = ["write_polyhedra"]

_POLYHEDRON = 42  # VTK's number for the kind of cell
_TYPES = {"f": ("Float64", "<f8"), "i": ("Int64", "<i8"), "u": ("Int64", "<i8")}


def write_polyhedra(
    path: Path, cells: Iterable[Polyhedron], data: Mapping[str, npt.NDArray[Any]]
) -> Path:
    """Write polyhedra, those without vertices left out, with rows of data for each."""
    points, ends, faces, face_ends, kept = [np.empty((0, 3))], [], [], [], []
    first = words = 0
    for k, cell in enumerate(cells):
        if not len(cell.vertices):
            continue
        kept.append(k)
        points.append(cell.vertices)
        # The number of faces; for each, that of its vertices, and these.
        faces.append(np.array([len(cell.faces)]))
        for face in cell.faces:
            faces += [np.array([len(face)]), face + first]
        words += 1 + sum(1 + len(face) for face in cell.faces)
        first += len(cell.vertices)
        ends.append(first)
        face_ends.append(words)
    corners = np.concatenate(points)
    arrays = {
        "connectivity": np.arange(first),
        "offsets": np.array(ends, dtype=int),
        "types": np.full(len(kept), _POLYHEDRON),
        "faces": np.concatenate(faces) if faces else np.empty(0, dtype=int),
        "faceoffsets": np.array(face_ends, dtype=int),
    }
    file = with_ending(path, ".vtu")
    with whole_file(file) as draft, open(draft, "w", encoding="utf-8") as out:
        out.write(
            '<?xml version="1.0"?>\n'
            '<VTKFile type="UnstructuredGrid" version="1.0" byte_order="LittleEndian" '
            'header_type="UInt64">\n<UnstructuredGrid>\n'
            f'<Piece NumberOfPoints="{first}" NumberOfCells="{len(kept)}">\n<Points>\n'
            f"{_array('Points', corners)}</Points>\n<Cells>\n"
        )
        for name, array in arrays.items():
            out.write(_array(name, array))
        out.write("</Cells>\n<CellData>\n")
        for name, array in data.items():
            out.write(_array(name, array[kept]))
        out.write("</CellData>\n</Piece>\n</UnstructuredGrid>\n</VTKFile>\n")
    return file


def _array(name: str, values: npt.NDArray[Any]) -> str:
    kind, dtype = _TYPES.get(values.dtype.kind, _TYPES["f"])
    raw = np.ascontiguousarray(values, dtype=dtype).tobytes()
    coded = base64.b64encode(np.array([len(raw)], dtype="<u8").tobytes() + raw).decode()
    width = "" if values.ndim == 1 else f' NumberOfComponents="{values.shape[1]}"'
    return (
        f'<DataArray type="{kind}" Name="{html.escape(name)}"{width} format="binary">'
        f"{coded}</DataArray>\n"
    )
