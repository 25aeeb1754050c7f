"""What docstrings mean otherwise than reStructuredText: bars, and initials of authors.

|x| is an absolute value, not a substitution; "F. Aurenhammer" begins no list.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LITERALS = re.compile(r"(``.*?``|`.*?`)")
INITIAL = re.compile(r"^(\s*[A-Z])\. ")


def escape(line: str) -> str:
    """The line with bars and a leading initial escaped, but for literals and examples."""
    if line.lstrip().startswith((">>>", "...")):
        return line
    parts = LITERALS.split(line)
    parts[::2] = [part.replace("|", r"\|") for part in parts[::2]]
    return INITIAL.sub(r"\1\. ", "".join(parts))


def read_docstring(app: Sphinx, kind: str, name: str, obj: Any, options: Any, lines: list[str]):
    """Escape the lines of a docstring."""
    lines[:] = map(escape, lines)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register with Sphinx, before numpydoc."""
    app.setup_extension("sphinx.ext.autodoc")
    app.connect("autodoc-process-docstring", read_docstring, priority=1)
    return {"parallel_read_safe": True}
