"""A small atlas, and what a page holds, read back as a browser reads it."""

from __future__ import annotations

import base64
import io
import json
import re

import brenier
import numpy as np

TYPES = {"u8": "<u1", "u16": "<u2", "u32": "<u4", "f32": "<f4"}
LABELS = np.repeat(["ant", "bee", "cat"], 60)


def clusters(seed=0):
    """Three clusters of 60 codes, far apart."""
    centres = np.repeat([[0, 0], [12, 1], [4, 11]], 60, axis=0)
    return np.random.default_rng(seed).normal(centres, 1)


def small_map(source=None, **options):
    return brenier.ContinuousMap(brenier.solve(clusters(), source=source), **options)


def grey(z):
    """Pictures (k, 8, 8) in [0, 1], which tell where in the plane they are from."""
    rows, columns = np.arange(8)[:, None], np.arange(8)
    waves = np.cos(z[:, 0, None, None] * rows / 8) * np.cos(z[:, 1, None, None] * columns / 8)
    return (1 + waves) / 2


def coloured(z):
    return np.stack([grey(z), grey(2 * z), 1 - grey(z)], axis=-1)


def data_of(text):
    """What the page is told, with its arrays unpacked."""
    (found,) = re.findall(r'<script id="data" type="application/json">(.*?)</script>', text, re.S)
    return {name: unpacked(value) for name, value in json.loads(found).items()}


def unpacked(value):
    if isinstance(value, dict) and value.keys() == {"type", "data"}:
        return np.frombuffer(base64.b64decode(value["data"]), TYPES[value["type"]])
    return value


def tiles(pictures):
    """The pictures of a page, cut from its sheets: (count, h, w, 3) bytes."""
    from PIL import Image

    cut = []
    h, w = pictures["step"]
    for sheet in pictures["sheets"]:
        raw = base64.b64decode(sheet.removeprefix("data:image/webp;base64,"))
        pixels = np.asarray(Image.open(io.BytesIO(raw)).convert("RGB"))
        rows, columns = pixels.shape[0] // h, pixels.shape[1] // w
        split = pixels.reshape(rows, h, columns, w, 3).swapaxes(1, 2)
        cut.append(split.reshape(-1, h, w, 3))
    return np.concatenate(cut)[: pictures["count"], : pictures["height"], : pictures["width"]]


# In a browser


def drawn(browser, selector):
    """What a canvas shows, as a text that is the same for the same."""
    return browser.run(f"document.querySelector({selector!r}).toDataURL()")


def place(browser):
    """What is said of the place that is looked at."""
    return browser.run("document.getElementById('place').textContent")


def slide(browser, value):
    """Put the slider of the threshold to a place from 0 to 1000."""
    slider = "document.getElementById('gap')"
    browser.run(f"{slider}.value = {value}, {slider}.dispatchEvent(new Event('input'))")
    browser.settle()


def in_stage(x):
    """Where a point of the unit square is on its stage, which shows it with a margin."""
    return 0.5 + 0.95 * (x[0] - 0.5), 0.5 - 0.95 * (x[1] - 0.5)
