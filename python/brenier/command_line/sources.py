"""Sources as the command line names them: a word, a picture, values in a table, GeoJSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

import brenier
from brenier.command_line.tables import read_table

__all__ = ["read_domain", "read_source"]

_JSON = (".geojson", ".json")
_TABLES = (".npy", ".npz")
_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".webp", ".pgm")


def read_domain(path: Path) -> Any:
    """Read a polygon: its vertices from a table, or GeoJSON."""
    if path.suffix.lower() not in _JSON:
        return read_table(path, 2, 3)
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{path} is not JSON: {error}") from error


def read_source(
    name: str | None,
    domain: Path | None,
    bounds: list[float] | None,
    origin: str | None,
    periodic: bool = False,
    dimension: int = 2,
) -> brenier.Source | None:
    """Make a source of what the flags say; None where they say nothing.

    Parameters
    ----------
    name : str or None
        ``gaussian``, perhaps with numbers; ``box`` with numbers; or a file: a grey picture, an
        array of its values, GeoJSON. None is uniform.
    domain : Path or None
        The polygon of a uniform or a Gaussian density, or the corners of a box in space.
    bounds : list of four floats or None
        The rectangle of a picture.
    origin : str or None
        Where the first row of a picture is; None: on top, but below in an array.
    periodic : bool
        Whether opposite sides of the rectangle of a picture, or of a domain, are one.
    dimension : int
        That of the codes: what a uniform density has to which nothing is said.
    """
    file = None if name is None else Path(name)
    is_grid = file is not None and file.suffix.lower() in (*_TABLES, *_PICTURES)
    if not is_grid and (bounds is not None or origin is not None):
        raise ValueError("--bounds and --origin are for a --source that is a picture or an array")
    if name is not None and name.lower().startswith("box:"):
        if domain is not None:
            raise ValueError("--source and --domain are both boxes or polygons; expected one")
        return brenier.Uniform(_corners(name), periodic=periodic)
    if name is None and domain is None and dimension == 3:
        return brenier.Uniform(((0, 0, 0), (1, 1, 1)), periodic=periodic)
    if name is None and domain is None and not periodic:
        return None  # the unit square
    if name is None or file is None:
        return brenier.Uniform(None if domain is None else read_domain(domain), periodic=periodic)
    if is_grid:
        if domain is not None:
            raise ValueError(
                "--domain is for a uniform or a Gaussian --source; a picture has --bounds, and is "
                "black where there is nothing"
            )
        return _read_raster(file, bounds or [0.0, 0.0, 1.0, 1.0], origin, periodic)
    if file.suffix.lower() in _JSON:
        if domain is not None:
            raise ValueError("--source and --domain are both polygons; expected one of them")
        return brenier.Uniform(read_domain(file), periodic=periodic)
    if periodic:
        raise ValueError("--periodic is for a uniform --source or a picture, whose domain is a box")
    return _gaussian(name, None if domain is None else read_domain(domain))


def _corners(name: str) -> tuple[list[float], list[float]]:
    """Read the two corners of a box."""
    try:
        numbers = [float(part) for part in name.partition(":")[2].split(",")]
    except ValueError:
        numbers = []
    if len(numbers) not in (4, 6):
        raise ValueError(
            f"--source is {name!r}; expected box:XMIN,YMIN,XMAX,YMAX, or in space "
            "box:XMIN,YMIN,ZMIN,XMAX,YMAX,ZMAX"
        )
    half = len(numbers) // 2
    return numbers[:half], numbers[half:]


def _gaussian(name: str, domain: Any) -> brenier.Source:
    word, _, text = name.partition(":")
    if word.lower() not in ("gaussian", "normal"):
        raise ValueError(
            f"--source is {name!r}; expected gaussian, or a file: a grey picture ("
            f"{', '.join(_PICTURES)}), an array (.npy), or polygons (.geojson); or a box: "
            "box:XMIN,YMIN,XMAX,YMAX, in space box:XMIN,YMIN,ZMIN,XMAX,YMAX,ZMAX"
        )
    try:
        numbers = [float(part) for part in text.split(",")] if text else [0.0, 0.0, 1.0]
    except ValueError:
        numbers = []
    if len(numbers) == 3:
        cov: Any = numbers[2]
    elif len(numbers) == 4:
        cov = numbers[2:]
    elif len(numbers) == 5:
        cov = [numbers[2:4], numbers[3:]]
    else:
        raise ValueError(
            f"--source is {name!r}; expected gaussian, or with numbers: gaussian:X,Y,VARIANCE, "
            "gaussian:X,Y,XX,YY, or gaussian:X,Y,XX,XY,YY"
        )
    return brenier.Gaussian(numbers[:2], cov, domain)


def _read_raster(
    file: Path, bounds: list[float], origin: str | None, periodic: bool
) -> brenier.Source:
    if file.suffix.lower() in _TABLES:
        values, from_row = read_table(file, 2), "lower"
    else:
        values, from_row = _read_picture(file), "upper"
    try:
        return brenier.Raster(values, bounds, origin or from_row, periodic=periodic)
    except ValueError as error:
        raise ValueError(f"{file}: {error}") from error


def _read_picture(file: Path) -> np.ndarray[Any, Any]:
    try:
        from matplotlib.image import imread
    except ImportError as error:
        raise ImportError("reading pictures needs matplotlib: pip install brenier[plot]") from error
    try:
        picture: np.ndarray[Any, Any] = imread(file)
    except (FileNotFoundError, IsADirectoryError, PermissionError, MemoryError):
        raise
    except Exception as error:  # of many kinds, which PIL does not promise
        raise ValueError(f"{file} is no picture: {error}") from error
    return picture
