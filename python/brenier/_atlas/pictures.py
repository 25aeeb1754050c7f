"""What a decoder gives as pictures of bytes, and these as sheets that a browser reads."""

from __future__ import annotations

import base64
import io
import math
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["as_pictures", "require_pillow", "sheets"]

Pictures = npt.NDArray[np.uint8]  # (k, h, w) or (k, h, w, 3)

_MOST_PIXELS = 2048  # along a side of a sheet, which phones decode without trouble
_LARGEST = 96  # pixels along a side of a picture: more than the page has room for
_SMALLEST = 8
_LOSSLESS = 100
_QUALITIES = (_LOSSLESS, 85, 70, 55, 40)  # of WebP
_TRIED = 500  # pictures by which a quality is judged before all are encoded
_BLOCK = 16  # pixels along a side of what WebP codes together
_DARK = 90  # of 255, the mean of pictures that are white on black
_SLACK = 0.25  # by which values may leave [0, 1] or [-1, 1] and still be meant to lie in it


def require_pillow() -> Any:
    """Import Pillow's Image, or say what to install."""
    try:
        from PIL import Image
    except ImportError as error:
        raise ImportError("pictures in an atlas need Pillow: pip install brenier[atlas]") from error
    return Image


def as_pictures(items: npt.NDArray[Any], giver: str) -> Pictures:
    """Make what a decoder gives, or a file has, bytes: grey (k, h, w) or coloured (k, h, w, 3).

    Values are taken to lie in [0, 1], [-1, 1] or [0, 255] if they do, but for a little; others are
    stretched from the least to the greatest.
    """
    shaped = _shaped(items, giver)
    if shaped.dtype == np.uint8:
        return shaped
    if shaped.dtype.kind == "c":
        raise TypeError(f"{giver} dtype {shaped.dtype}; expected real numbers")
    values = shaped.astype(np.float32)
    if not np.isfinite(values).all():
        k = int(np.argmin(np.isfinite(values).reshape(len(values), -1).all(axis=1)))
        raise ValueError(f"{giver} numbers that are not finite, first in item {k}")
    low, high = float(values.min()), float(values.max())
    if low >= -_SLACK and high <= 1 + _SLACK:
        low, high = 0.0, 1.0
    elif low >= -1 - _SLACK and high <= 1 + _SLACK:
        low, high = -1.0, 1.0
    elif low >= -1 and high <= 256:
        low, high = 0.0, 255.0
    scaled = (values - low) * (255 / (high - low))
    pictures: Pictures = np.clip(np.rint(scaled), 0, 255).astype(np.uint8)
    return pictures


def _shaped(items: npt.NDArray[Any], giver: str) -> npt.NDArray[Any]:
    """Grey pictures (k, h, w) or coloured ones (k, h, w, 3) of those, flat ones or torch's."""
    shape = items.shape
    if items.ndim == 2 and shape[1]:
        side = math.isqrt(shape[1])
        if side * side == shape[1]:
            return items.reshape(-1, side, side)
    elif items.ndim == 3 and 0 not in shape:
        return items
    elif items.ndim == 4 and 0 not in shape:
        if shape[3] not in (1, 3) and shape[1] in (1, 3):
            items = np.moveaxis(items, 1, 3)  # channels first, as torch has them
        if items.shape[3] in (1, 3):
            return items[..., 0] if items.shape[3] == 1 else items
    raise ValueError(
        f"{giver} items of shape {shape[1:]}; expected pictures (h, w), (h, w, 3), "
        "(3, h, w), or squares that are laid flat"
    )


def sheets(pictures: Pictures, budget: int) -> dict[str, Any]:
    """Lay pictures out in sheets of no more bytes than the budget, as well as that allows.

    Without loss if there is room; else with some, and smaller if that is not enough.
    """
    image = require_pillow()
    small = _shrunk(pictures, _LARGEST, image)
    while True:
        side = max(small.shape[1:3])
        for quality in _QUALITIES:
            laid = _padded(small, 1 if quality == _LOSSLESS else _BLOCK)
            is_last = side <= _SMALLEST and quality == _QUALITIES[-1]
            if not is_last and _expected_size(laid, quality, image) > 1.1 * budget:
                continue
            encoded = [_encoded(sheet, quality, image) for sheet in _laid_out(laid)]
            if is_last or sum(map(len, encoded)) <= budget:
                return _described(small, laid.shape, encoded)
        small = _shrunk(pictures, max(_SMALLEST, side * 3 // 4), image)


def _expected_size(laid: Pictures, quality: int, image: Any) -> float:
    """Bytes of all pictures, by some of them."""
    some = laid[:: max(1, len(laid) // _TRIED)]
    of_some = sum(len(_encoded(sheet, quality, image)) for sheet in _laid_out(some))
    return of_some * len(laid) / len(some)


def _described(small: Pictures, laid: tuple[int, ...], encoded: list[bytes]) -> dict[str, Any]:
    texts = (base64.b64encode(raw).decode("ascii") for raw in encoded)
    return {
        "count": len(small),
        "height": small.shape[1],
        "width": small.shape[2],
        "step": laid[1:3],  # from a picture to that below it, and to that on its right
        "grey": small.ndim == 3,
        "dark": float(small.mean()) < _DARK,
        "columns": _MOST_PIXELS // laid[2],
        "rows": _MOST_PIXELS // laid[1],
        "sheets": [f"data:image/webp;base64,{text}" for text in texts],
    }


def _padded(pictures: Pictures, block: int) -> Pictures:
    """Repeat the last pixels until each picture has blocks of its own, and blurs no other."""
    down, right = (-pictures.shape[axis] % block for axis in (1, 2))
    beyond = ((0, 0), (0, down), (0, right), (0, 0))[: pictures.ndim]
    return np.pad(pictures, beyond, mode="edge")


def _shrunk(pictures: Pictures, largest: int, image: Any) -> Pictures:
    """Make the longer side of pictures no longer than that."""
    height, width = pictures.shape[1:3]
    scale = largest / max(height, width)
    if scale >= 1:
        return pictures
    size = max(1, round(width * scale)), max(1, round(height * scale))
    resized = [np.asarray(image.fromarray(p).resize(size, image.Resampling.BOX)) for p in pictures]
    return np.stack(resized)


def _laid_out(pictures: Pictures) -> list[Pictures]:
    """Put pictures row by row into sheets as large as may be; the last row is filled with black."""
    height, width = pictures.shape[1:3]
    columns, rows = _MOST_PIXELS // width, _MOST_PIXELS // height
    laid = []
    for start in range(0, len(pictures), columns * rows):
        some = pictures[start : start + columns * rows]
        lines = -(-len(some) // columns)
        padded = np.zeros((lines * columns, *some.shape[1:]), np.uint8)
        padded[: len(some)] = some
        grid = padded.reshape(lines, columns, height, width, -1).swapaxes(1, 2)
        sheet = grid.reshape(lines * height, columns * width, -1)
        laid.append(sheet if sheet.shape[2] == 3 else sheet[..., 0])
    return laid


def _encoded(sheet: Pictures, quality: int, image: Any) -> bytes:
    file = io.BytesIO()
    image.fromarray(sheet).convert("RGB").save(
        file, "webp", lossless=quality == _LOSSLESS, quality=quality, method=3
    )
    return file.getvalue()
