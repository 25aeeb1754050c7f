"""The page itself: the template with the data, the style and the scripts put in."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arguments import as_path, as_size, require_instance, shown
from brenier._arrays import FloatArray, IntArray
from brenier._atlas.arrays import pack
from brenier._atlas.pictures import as_pictures, require_pillow, sheets
from brenier._atlas.scene import Frame, scene, source_frame
from brenier._files import whole_file, with_ending
from brenier._planar import refuse_space
from brenier.continuous_map import ContinuousMap
from brenier.decode import decode_all
from brenier.labels import as_classes

__all__ = ["atlas", "compose"]

_SCRIPTS = (
    "data", "geometry", "pictures", "view", "colours", "square", "codes", "walk", "main",
)  # fmt: skip
_LARGEST_SIDE = 256
_BATCH = 256
_PICTURE_BYTES = 4_600_000  # of all sheets together; base64 makes 6.1 MB of them
_MOST_WITH_PICTURES = 10_000  # codes, of which each has a picture of its own

Decode = Callable[[npt.NDArray[Any]], npt.NDArray[Any]]


def atlas(
    m: ContinuousMap,
    decoder: Any,
    path: str | os.PathLike[str],
    *,
    labels: Any = None,
    side: int = 64,
    title: str | None = None,
) -> Path:
    """Write a page to walk in a map in: one HTML file that needs no server and no network.

    It shows the source with its cells, coloured by class or by jump, the singular set, and the
    codes beside it. Where the pointer is, it shows the decoded picture; two clicks make a walk, a
    strip of pictures with the gaps marked; a click on a code shows its cell; a slider moves the
    threshold of the singular set.

    Parameters
    ----------
    m : ContinuousMap
        The map.
    decoder : callable, torch.nn.Module or None
        As `generate` takes it: from what the map gives to pictures (k, h, w), (k, h, w, 3), as
        torch has them (k, 3, h, w), or squares laid flat (k, h * h), in [0, 1], [-1, 1] or
        [0, 255]; other values are stretched. None: a page without pictures.
    path : str or path
        The file; ``.html`` is appended if the name ends otherwise. A file of that name is
        replaced, as by `Transport.save`, once the new one is complete.
    labels : array_like of shape (n,), optional
        The class of each code, as `class_masses` takes it.
    side : int, default 64
        Pictures are decoded on a grid of side × side over the source, 2 to 256, and at the codes,
        if there are no more than 10,000 of these.
    title : str, optional
        The page's title.

    Returns
    -------
    Path
        The file that was written, with its ending. With 10,000 codes it has 8 MB at most:
        pictures are made smaller, and lose detail, where that is needed.

    Raises
    ------
    ImportError
        Pillow is not installed, and there is a decoder.
    TypeError
        An argument is of a wrong kind, or the decoder gives something else than an array.
    ValueError
        A number is out of range, there is not a label for each code, or the decoder gives no
        pictures, too few, or such that have numbers that are not finite.
    OSError
        The file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> codes = np.random.default_rng(0).normal([[0, 0], [9, 0]], 1, (50, 2, 2)).reshape(-1, 2)
    >>> m = brenier.ContinuousMap(brenier.solve(codes))
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     brenier.atlas(m, lambda z: np.cos(z[:, :1] * np.arange(64)), folder + "/map").name
    'map.html'
    """
    file = with_ending(as_path(path, "path"), ".html")
    page = compose(m, decoder, labels=labels, side=side, title=title)
    with whole_file(file) as draft:
        draft.write_text(page, encoding="utf-8")
    return file


def compose(
    m: ContinuousMap,
    decoder: Any,
    *,
    labels: Any = None,
    side: int = 64,
    title: str | None = None,
    pictures: npt.NDArray[Any] | None = None,
) -> str:
    """Make the page's text; in place of a decoder it takes pictures of the codes, too."""
    require_instance(m, "m", ContinuousMap, "a ContinuousMap")
    refuse_space(m.transport.source, "atlas")
    pixels = as_size(side, "side", least=2)
    if pixels > _LARGEST_SIDE:
        raise ValueError(f"side is {pixels}; expected 2 to {_LARGEST_SIDE}")
    name = "Atlas" if title is None else title
    if not isinstance(name, str):
        raise TypeError(f"title is {shown(title)}; expected a str")
    n = len(m.transport.sites)
    classes: list[Any] = []
    class_of: IntArray = np.zeros(n, np.intp)
    if labels is not None:
        classes, class_of = as_classes(labels, "labels")
    if len(class_of) != n:
        raise ValueError(f"labels has shape ({len(class_of)},); expected ({n},), one for each code")
    frame = source_frame(m)
    shows: dict[str, Any] = {"title": name, **scene(m, frame, classes, class_of), "pictures": None}
    if pictures is not None:
        require_pillow()
        if len(pictures) != n:
            raise ValueError(f"pictures has {len(pictures)} items; expected {n}, one for each code")
        own = as_pictures(pictures, "pictures has")
        shows.update(_bank(own, n, np.empty((0, 2)), frame, m))
    elif decoder is not None:
        require_pillow()
        shows.update(_decoded(m, decoder, frame, pixels))
    return _filled(name, shows)


def _decoded(m: ContinuousMap, decoder: Any, frame: Frame, side: int) -> dict[str, Any]:
    """Pictures of the codes, if they are not too many, and of the grid's points with noise."""
    t = m.transport
    points = frame.grid(side)
    points = points[t.source.density(points) > 0]
    codes = m.values
    own = len(codes) if len(codes) <= _MOST_WITH_PICTURES else 0
    items = decode_all(decoder, np.concatenate([codes[:own], m(points)]), _BATCH)
    return _bank(as_pictures(items, "decoder gives"), own, points, frame, m)


def _bank(
    pictures: npt.NDArray[np.uint8], own: int, points: FloatArray, frame: Frame, m: ContinuousMap
) -> dict[str, Any]:
    """Pictures of as many codes, then of points of the source, and where these are."""
    return {
        "pictures": {**sheets(pictures, _PICTURE_BYTES), "of_codes": own},
        "grid": pack(frame.scaled(points), "f32"),
        "cell_of_grid": pack(m.transport.index(points), "u32"),
    }


def _filled(title: str, shows: dict[str, Any]) -> str:
    """Put everything into the template."""
    import importlib.resources  # which takes a tenth of the time to import the library

    files = importlib.resources.files("brenier._atlas")
    text = {
        name: (files / name).read_text("utf-8")
        for name in ("page.html", "page.css", *(f"{script}.js" for script in _SCRIPTS))
    }
    scripts = "\n".join(text[f"{script}.js"] for script in _SCRIPTS)
    # In a script element nothing must look like its end.
    data = json.dumps(shows, allow_nan=False, separators=(",", ":")).replace("<", "\\u003c")
    parts = {
        "title": html.escape(title),
        "style": text["page.css"],
        "data": data,
        "scripts": scripts,
    }
    head, *rest = text["page.html"].split("{{")
    filled = [head]
    for part in rest:
        key, _, tail = part.partition("}}")
        filled += [parts[key], tail]
    return "".join(filled)
