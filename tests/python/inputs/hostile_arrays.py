"""Arrays of all kinds that may stand in a file where others should."""

from __future__ import annotations

import numpy as np

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
