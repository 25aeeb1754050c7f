"""The blocks of pages run as they stand, each page's from top to bottom.

Those that need a package that is not installed are left out, and what builds on them.
"""

from __future__ import annotations

import warnings

import pytest
from page_blocks import ROOT, blocks_of, blocks_that_run_here
from test_tutorials import TUTORIALS

PAGES = ["README.md"] + [
    f"docs/{name}.md" for name in ("api", "atlas", "large", "latents", "many", "which")
]


@pytest.mark.parametrize("page", PAGES)
def test_blocks_of_a_page_run_from_top_to_bottom(page, tmp_path, monkeypatch, capsys):
    blocks = blocks_that_run_here(page)
    if not blocks:
        pytest.skip("all of its blocks need packages that are not installed")
    monkeypatch.chdir(tmp_path)
    scope = {}
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for block in blocks:
            exec(compile(block, page, "exec"), scope)
    if page == "README.md":
        assert "converged" in capsys.readouterr().out


def test_every_page_with_blocks_is_run():
    pages = [*ROOT.glob("*.md"), *ROOT.glob("examples/*.md"), *ROOT.glob("docs/**/*.md")]
    with_blocks = {path.relative_to(ROOT).as_posix() for path in pages if blocks_of(path)}
    assert with_blocks == {*PAGES, *TUTORIALS, "docs/recipes.md"}
