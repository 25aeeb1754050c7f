"""The Python blocks of a page of the documentation."""

import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def blocks_of(page):
    """The page's Python blocks in their order."""
    return re.findall(r"^```python\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.M | re.S)


def runs_here(block):
    """Whether the optional packages that a block names are installed."""
    return all(
        importlib.util.find_spec(package)
        for package in ("matplotlib", "sklearn", "torch")
        if re.search(rf"\b{package}\b", block)
    )
