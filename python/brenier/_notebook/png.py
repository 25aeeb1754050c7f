"""Small pictures as PNG, in a text that a page can hold."""

from __future__ import annotations

from typing import Any

import numpy.typing as npt

__all__ = ["png_address"]


def png_address(pixels: npt.NDArray[Any]) -> str:
    """Write pixels (h, w, 4) of red, green, blue and opacity, in bytes, as a ``data:`` address.

    The format is that of the PNG specification (W3C, 2003): a header, the rows compressed, an end.
    """
    import base64
    import struct
    import zlib

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    height, width, _ = pixels.shape
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)  # eight bits, with opacity
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    content = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    file = b"\x89PNG\r\n\x1a\n" + content
    return "data:image/png;base64," + base64.b64encode(file).decode("ascii")
