"""The tutorial runs from top to bottom, and prints what it says."""

from __future__ import annotations

import re
import warnings

import pytest
from test_documentation import code_of


def said(block):
    """What a block says that it prints, as a pattern: its comments, with … for anything."""
    lines = re.findall(r"^# (.*)$", block, re.M)
    return ".*".join(map(re.escape, "\n".join(lines).split("…")))


def test_the_tutorial_prints_what_it_says(tmp_path, monkeypatch, capsys):
    pytest.importorskip("matplotlib")
    monkeypatch.chdir(tmp_path)
    scope = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for block in code_of("docs/tutorial.md"):
            exec(compile(block, "docs/tutorial.md", "exec"), scope)
            assert re.fullmatch(said(block), capsys.readouterr().out.rstrip("\n"))
