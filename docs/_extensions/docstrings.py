"""Bars in docstrings: |x| is an absolute value, not a substitution of reStructuredText."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LITERALS = re.compile(r"(``.*?``|`.*?`)")


def escape_bars(line: str) -> str:
    """The line with its bars escaped, but for those in literals and in examples."""
    if line.lstrip().startswith((">>>", "...")):
        return line
    parts = LITERALS.split(line)
    parts[::2] = [part.replace("|", r"\|") for part in parts[::2]]
    return "".join(parts)


def read_docstring(app: Sphinx, kind: str, name: str, obj: Any, options: Any, lines: list[str]):
    """Escape the bars of a docstring."""
    lines[:] = map(escape_bars, lines)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx, before numpydoc."""
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", read_docstring, priority=1)
    return {"parallel_read_safe": True}
