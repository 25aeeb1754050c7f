"""What a version promises: files of earlier ones are read, and citations name this one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import brenier
import numpy as np
import pytest

ROOT = Path(__file__).parents[2]
OLD = ROOT / "tests" / "data" / "files_of_0.1"
SITES = np.random.default_rng(1).random((12, 2))
MASSES = np.arange(1, 13) / 78
OUTLINE = [(0, 0), (3, 0), (3, 2), (0, 2)]
HOLE = [(1, 0.5), (2, 0.5), (2, 1.5), (1, 1.5)]
VALUES, BOUNDS = [[1, 5, 2], [3, 1, 9]], (3, 0, 5, 1)

# As they were made, by brenier 0.1.0.
SOURCES = {
    "uniform": brenier.Uniform([OUTLINE, HOLE]),
    "raster": brenier.Raster(VALUES, BOUNDS),
    "bilinear": brenier.Bilinear(VALUES, BOUNDS),
    "gaussian": brenier.Gaussian((1, -2), [[1, 0.5], [0.5, 2]]),
    "gaussian_mixture": brenier.GaussianMixture([(0, 0), (3, 1)], [1, 0.5], weights=[0.75, 0.25]),
}


def test_there_is_a_file_for_every_source():
    assert {file.stem for file in OLD.iterdir()} == set(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_a_transport_of_0_1_is_read(name):
    old = brenier.load(OLD / f"{name}.npz")
    new = brenier.solve(SITES, MASSES, SOURCES[name])
    assert old.success and old.message == new.message
    np.testing.assert_array_equal(old.sites, SITES)
    np.testing.assert_array_equal(old.masses, MASSES)
    np.testing.assert_allclose(old.weights, new.weights, rtol=0, atol=1e-7)
    assert old.cost == pytest.approx(new.cost, rel=1e-7)
    assert repr(old.source) == repr(new.source)
    x = new.source.sample(1000, rng=0)
    assert np.mean(old.index(x) == new.index(x)) > 0.99


def test_citations_name_this_version_and_papers_that_are_listed():
    version = ".".join(brenier.__version__.split(".")[:2])
    page = (ROOT / "docs" / "cite.md").read_text("utf-8")
    assert f"version: {json.dumps(version)}" in (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"version = {{{version}}}" in page
    references = (ROOT / "docs" / "references.bib").read_text("utf-8")
    entries = re.findall(r"^@\w+{(\w+),", references, re.M)
    papers = re.findall(r"\b[a-z]+(?:19|20)\d\d\b", page)
    assert papers and set(papers) <= set(entries)
