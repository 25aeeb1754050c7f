"""The Python blocks of a page of the documentation."""

import ast
import importlib.util
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def blocks_of(page):
    """The page's Python blocks in their order."""
    return re.findall(r"^```python\n(.*?)^```$", (ROOT / page).read_text("utf-8"), re.M | re.S)


def runs_here(block):
    """Whether the optional packages that a block names, but for its comments, are installed."""
    code = re.sub("#.*", "", block)
    return all(
        importlib.util.find_spec(package)
        for package in ("matplotlib", "sklearn", "torch")
        if re.search(rf"\b{package}\b", code)
    )


def names_in(block, context):
    """The names that a block reads (ast.Load) or gives values to (ast.Store)."""
    tree = ast.parse(block)
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, context)}


def blocks_that_run_here(page):
    """Those blocks of a page, without what builds on a block that does not."""
    result, missing = [], set()
    for block in blocks_of(page):
        given = names_in(block, ast.Store)
        if runs_here(block) and not names_in(block, ast.Load) & (missing - given):
            result.append(block)
            missing -= given
        else:
            missing |= given
    return result
