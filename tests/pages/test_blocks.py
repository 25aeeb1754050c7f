"""The blocks of pages run as they stand, each page's from top to bottom."""

from __future__ import annotations

import warnings

import pytest
from page_blocks import ROOT, blocks_of, packages_of
from test_tutorials import TUTORIALS

PAGES = ["README.md", "docs/api.md", "docs/atlas.md", "docs/latents.md", "docs/many.md"]


@pytest.mark.parametrize("page", PAGES)
def test_blocks_of_a_page_run_from_top_to_bottom(page, tmp_path, monkeypatch, capsys):
    blocks = blocks_of(page)
    assert blocks
    for package in packages_of(blocks):
        pytest.importorskip(package)
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
