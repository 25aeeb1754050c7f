"""The Python blocks of a page of the documentation."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def blocks_of(page):
    """The page's Python blocks in their order."""
    return re.findall(r"^```python\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.M | re.S)


def packages_of(blocks):
    """The optional packages that blocks use."""
    text = "\n".join(blocks)
    return [
        package
        for package in ("matplotlib", "sklearn", "torch")
        if re.search(rf"(import|from) {package}|brenier\.{package}", text)
    ]
