"""The demo's map as a page to walk in, decoded by the demo's own decoder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from brenier._atlas.page import compose
from brenier._files import whole_file

if TYPE_CHECKING:
    from pathlib import Path

    from brenier.demo.story import Story

__all__ = ["NAME", "write_page"]

NAME = "atlas.html"


def write_page(story: Story, folder: Path, *, overwrite: bool) -> str:
    """Write the page into the folder, and return the file's name."""
    pictures = story.split.model
    text = compose(story.map, story.decoder, labels=pictures.labels, title=pictures.name)
    with whole_file(folder / NAME, overwrite=overwrite) as draft:
        draft.write_text(text, encoding="utf-8")
    return NAME
