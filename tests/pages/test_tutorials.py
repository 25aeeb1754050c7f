"""Each tutorial runs from top to bottom, and prints what it says."""

from __future__ import annotations

import re
import warnings

import pytest
from page_blocks import blocks_of

TUTORIALS = ["docs/tutorial.md", "docs/tutorial-geometry.md", "docs/tutorial-many.md"]


def said(block):
    """What a block says that it prints, as a pattern: its comments, with … for anything."""
    lines = re.findall(r"^# (.*)$", block, re.M)
    return ".*".join(map(re.escape, "\n".join(lines).split("…")))


@pytest.mark.parametrize("page", TUTORIALS)
def test_a_tutorial_prints_what_it_says(page, tmp_path, monkeypatch, capsys):
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    scope = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for block in blocks_of(page):
            exec(compile(block, page, "exec"), scope)
            assert re.fullmatch(said(block), capsys.readouterr().out.rstrip("\n"))
