"""Links of pages that lead out of docs/, made links of the site.

Pages are written for the repository, where `../README.md` and `../examples/treemap.py` are files.
On the site a file that a page includes is that page, and the folder of the gallery's programs is
the gallery; every other file is on the repository's own pages. The files that are included from
elsewhere are found by their `{include}` lines.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

REPOSITORY = "https://github.com/brenier/brenier/blob/main/"
TARGETS = re.compile(r"(?<=\]\()(?![a-z]+:)[^)\s#]+")  # of [text](target#heading)
INCLUDES = re.compile(r"^```\{include\} (\S+)$", re.MULTILINE)


def pages_of_files(docs: Path) -> dict[Path, Path]:
    """The page that shows each file of the repository outside of docs."""
    return {
        (page.parent / included).resolve(): page
        for page in docs.glob("*.md")
        for included in INCLUDES.findall(page.read_text("utf-8"))
    }


def rewrite(text: str, file: Path, page: Path, docs: Path) -> str:
    """The text of a file, shown on a page, with its links for the site."""
    pages = pages_of_files(docs)

    def target(match: re.Match[str]) -> str:
        path = (file.parent / match[0]).resolve()
        path = pages.get(path, path)
        if path == docs / "gallery":
            path = docs / "generated" / "gallery" / "index.rst"
        if path.is_relative_to(docs):
            return Path(os.path.relpath(path, page.parent)).as_posix()
        return REPOSITORY + path.relative_to(docs.parent).as_posix()

    return TARGETS.sub(target, text)


def read_page(app: Sphinx, name: str, content: list[str]) -> None:
    """Rewrite the links of a page."""
    docs, page = Path(app.srcdir), Path(app.env.doc2path(name))
    if page.suffix == ".md":
        content[0] = rewrite(content[0], page, page, docs)


def read_included(app: Sphinx, path: Path, name: str, content: list[str]) -> None:
    """Rewrite the links of a file that a page includes."""
    docs, page = Path(app.srcdir), Path(app.env.doc2path(name))
    content[0] = rewrite(content[0], (docs / path).resolve(), page, docs)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register both with Sphinx."""
    app.connect("source-read", read_page)
    app.connect("include-read", read_included)
    return {"parallel_read_safe": True}
