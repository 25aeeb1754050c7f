"""Draw the pictures of docs/atlas.md: the page of Fashion-MNIST, in a headless Chromium.

    apt install chromium dataset-fashion-mnist
    python docs/draw_atlas.py                  # a minute; the page itself is build/atlas.html

Codes and decoder are those of `brenier demo --data /usr/share/datasets/fashion-mnist`.
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

import brenier
import numpy as np
from brenier.demo.decoder import train_decoder
from brenier.demo.embedding import embed
from brenier.demo.options import Options
from brenier.demo.split import load

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "python"))

from inputs.pages import in_stage  # noqa: E402
from programs.browser import Browser  # noqa: E402

NAMES = [
    "T-shirt", "trousers", "pullover", "dress", "coat",
    "sandal", "shirt", "sneaker", "bag", "boot",
]  # fmt: skip
NOISE = "#source .stage"
WALK = (0.1, 0.14), (0.825, 0.795)
SHOWN = (0.197, 0.923)


def write_page(data, path):
    """Write the page of the pictures in folder `data`."""
    pictures = load(Options(data=data)).model
    codes = embed(pictures, "tsne", 0)
    decoder = train_decoder(codes, pictures, "sklearn", 0, lambda fraction: None)
    m = brenier.ContinuousMap(brenier.solve(codes))
    brenier.atlas(m, decoder, path, labels=np.take(NAMES, pictures.labels), title="Fashion-MNIST")


def draw(path, folder):
    """Draw a walk over the page, with the classes' colours and with pictures."""
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(os.environ.get("CHROMIUM", "chromium"), profile)
        try:
            browser.size(1440, 790)
            browser.open(path)
            for end in WALK:
                browser.click(NOISE, *in_stage(end))
            for colours, name in (("class", "atlas"), ("pictures", "atlas-pictures")):
                browser.run(f"document.querySelector('#colours [value={colours}]').click()")
                browser.hover(NOISE, *in_stage(SHOWN))
                browser.screenshot(folder / f"{name}.png")
        finally:
            browser.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default="/usr/share/datasets/fashion-mnist")
    data = parser.parse_args().data
    page = ROOT / "build" / "atlas.html"
    page.parent.mkdir(exist_ok=True)
    write_page(data, page)
    draw(page, ROOT / "docs" / "images")


if __name__ == "__main__":
    main()
