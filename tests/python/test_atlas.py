"""The page of a map: whole, by itself, and with what the map says."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import brenier
import numpy as np
import pytest
from brenier._atlas.page import compose
from brenier._atlas.pictures import sheets
from brenier._atlas.scene import source_frame
from inputs.pages import LABELS, clusters, coloured, data_of, grey, small_map, tiles
from inputs.sites import random_sites

pytest.importorskip("PIL")
STEP = 1 / 65535
VOID = {"meta", "input"}


class Reader(HTMLParser):
    """Sees that what is opened is closed, and keeps attributes and texts."""

    def __init__(self, text):
        super().__init__()
        self.open, self.attributes, self.texts, self.names = [], [], {}, set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        self.attributes += attributes
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)


@pytest.fixture(scope="module")
def m():
    return small_map()


@pytest.fixture(scope="module")
def page(m):
    return compose(m, coloured, labels=LABELS, side=16, title="Three clusters")


def test_the_page_is_whole_and_asks_for_nothing(page):
    reader = Reader(page)
    assert not reader.open
    assert reader.texts["title"] == ["Three clusters"] == reader.texts["h1"]
    ids = [value for name, value in reader.attributes if name == "id"]
    assert len(ids) == len(set(ids)) and {"source", "codes", "picture", "strip", "gap"} <= set(ids)
    assert not [value for name, value in reader.attributes if name in ("src", "href")]
    assert "default-src 'none'" in dict(reader.attributes)["content"] + page[:2000]
    assert not re.search(r"https?:|//[a-z]+\.|@import|url\(|fetch\(|XMLHttp|import\(", page)


def test_the_page_keeps_the_notice_of_its_scripts(page):
    head = page.partition("<style>")[0]
    assert "The brenier developers" in head
    assert "SPDX-License-Identifier: BSD-3-Clause" in head


def test_a_title_is_text_whatever_it_is_made_of(m):
    title = "</script><script>alert('a & b')</script>"
    reader = Reader(compose(m, None, title=title))
    assert "".join(reader.texts["title"]) == title == "".join(reader.texts["h1"])
    assert len(reader.texts["script"]) == 2
    labels = np.where(np.arange(180) < 90, "</script>", "<!--")
    assert data_of(compose(m, None, labels=labels))["classes"] == ["<!--", "</script>"]


def test_the_page_has_the_map(m, page):
    t, data = m.transport, data_of(page)
    assert data["count"] == 180 and data["classes"] == ["ant", "bee", "cat"]
    assert np.array_equal(data["class_of"], np.arange(180) // 60)
    assert np.array_equal(data["edges"].reshape(-1, 2), m.edges)
    assert np.array_equal(data["singular"], m.singular)
    assert np.array_equal(data["triangles"].reshape(-1, 3), m.simplices)
    assert np.allclose(data["jumps"] * data["jump_unit"], m.jumps, rtol=1e-6)
    centroids = data["centroids"].reshape(-1, 2) * STEP
    assert np.abs(centroids - t.centroids).max() < STEP  # the unit square is shown as it is
    sites = data["sites"].reshape(-1, 2) * STEP
    extent = np.ptp(t.sites, axis=0)
    assert np.abs(sites * extent.max() + t.sites.min(axis=0) - t.sites).max() < STEP * extent.max()
    assert data["codes_size"] == pytest.approx(extent / extent.max())


def test_the_page_has_the_cells_and_their_facets(m, page):
    t, data = m.transport, data_of(page)
    points = data["points"].reshape(-1, 2) * STEP
    sizes = data["outline_sizes"]
    assert np.array_equal(data["outlines_of_cells"], np.ones(180))
    for i, corners in enumerate(np.split(points, np.cumsum(sizes)[:-1])):
        (outline,) = t.diagram.cell(i)
        assert np.abs(corners - outline).max() < STEP
    ends = data["facets"].reshape(-1, 2, 2) * STEP
    i, j = m.edges[data["edge_of_facet"]].T
    for x in (ends[:, 0], ends[:, 1]):  # both potentials are equal there
        planes = [np.sum(x * t.sites[k], axis=1) + t.heights[k] for k in (i, j)]
        assert np.allclose(*planes, atol=30 * STEP)
    assert set(data["edge_of_facet"]) == set(range(len(m.edges)))


def test_the_page_has_the_decoded_pictures(m, page):
    data = data_of(page)
    given = data["pictures"]
    assert given["of_codes"] == 180 and given["count"] == 180 + 16 * 16 and not given["grey"]
    x = (np.stack(np.meshgrid(np.arange(16), np.arange(16)), axis=-1).reshape(-1, 2) + 0.5) / 16
    frame = source_frame(m)
    assert np.array_equal(frame.grid(16), x)
    assert np.allclose(data["grid"].reshape(-1, 2), x)
    assert np.array_equal(data["cell_of_grid"], m.transport.index(x))
    expected = np.concatenate([coloured(m.transport.sites), coloured(m(x))])
    assert np.array_equal(tiles(given), np.rint(255 * expected))  # few pictures lose nothing


def torch_like(z):
    return np.moveaxis(coloured(z), 3, 1)


@pytest.mark.parametrize(
    ("decoder", "expected"),
    [
        (grey, grey),
        (lambda z: grey(z)[..., None], grey),
        (lambda z: grey(z)[:, None], grey),
        (lambda z: grey(z).reshape(len(z), 64), grey),
        (lambda z: np.rint(255 * grey(z)).astype(np.uint8), grey),
        (lambda z: 255 * grey(z), grey),
        (lambda z: 2 * grey(z) - 1, grey),
        (lambda z: grey(z).astype(np.float32), grey),
        (lambda z: np.rint(grey(z)).astype(bool), lambda z: np.rint(grey(z))),
        (torch_like, coloured),
        (lambda z: 2 * coloured(z) - 1, coloured),
    ],
)
def test_decoders_give_pictures_of_many_kinds(m, decoder, expected):
    made = tiles(data_of(compose(m, decoder, side=2))["pictures"])[:180]
    wanted = 255 * expected(m.transport.sites)
    wanted = wanted if wanted.ndim == 4 else wanted[..., None]
    assert np.abs(made - wanted).max() <= 1


def test_values_of_no_usual_range_are_stretched(m):
    made = tiles(data_of(compose(m, lambda z: 1e9 + 1e6 * grey(z), side=2))["pictures"])
    assert made.min() == 0 and made.max() == 255


def test_a_torch_module_decodes(m):
    torch = pytest.importorskip("torch")
    linear = torch.nn.Linear(2, 64)
    page = compose(m, torch.nn.Sequential(linear, torch.nn.Sigmoid()), side=2)
    with torch.no_grad():
        wanted = torch.sigmoid(linear(torch.tensor(m.transport.sites).float())).numpy() * 255
    made = tiles(data_of(page)["pictures"])[:180, ..., 0].reshape(-1, 64)
    assert np.abs(made - wanted).max() <= 1


def test_a_map_lifted_to_values_is_decoded_from_these(m):
    values = np.arange(180.0)[:, None] * np.ones(5)
    lifted = brenier.ContinuousMap(m.transport, values=values, max_jump=np.inf)
    seen = []

    def decoder(z):
        seen.append(z)
        return np.repeat(z[:, :1] / 180, 4, axis=1).clip(0, 1)

    page = data_of(compose(lifted, decoder, side=4))
    codes = np.concatenate(seen)
    assert codes.shape == (180 + 16, 5)
    assert np.array_equal(codes[:180], values)
    made = tiles(page["pictures"])[:, 0, 0, 0]
    assert np.array_equal(made[:180], np.rint(np.arange(180.0) / 180 * 255))
    assert np.allclose(codes[180:], codes[180:, :1])
    assert len(np.unique(codes[180:, 0])) > 10


def test_without_a_decoder_there_are_no_pictures(m):
    data = data_of(compose(m, None))
    assert data["pictures"] is None and data["classes"] == []


def test_pictures_of_every_source(source):
    m = small_map(source)
    data = data_of(compose(m, grey, side=12))
    rings = np.split(data["rings"].reshape(-1, 2), np.cumsum(data["ring_sizes"])[:-1])
    frame = source_frame(m)
    for ring, given in zip(rings, source._core.rings, strict=True):
        scale = 1 + np.abs(frame.scaled(given)).max()
        assert np.abs(frame.scaled(given) - ring).max() < 1e-6 * scale
    x = data["grid"].reshape(-1, 2) * data["frame"]["size"] + data["frame"]["lower"]
    assert len(x) and np.all(source.density(x) > 0)
    assert np.all(data["centroids"].reshape(-1, 2).max(axis=0) > 20_000)  # they fill the frame


def test_codes_without_a_cell_have_none():
    codes = clusters()
    codes[7] = codes[3]
    masses = np.full(180, 1 / 179)
    masses[11] = 0
    t = brenier.solve(codes, masses)
    data = data_of(compose(brenier.ContinuousMap(t), grey, side=2))
    assert np.flatnonzero(data["outlines_of_cells"] == 0).tolist() == [7, 11]
    assert data["pictures"]["of_codes"] == 180


def test_ten_thousand_codes_fit_in_eight_megabytes():
    m = brenier.ContinuousMap(brenier.solve(random_sites(10_000)))
    bare = compose(m, None, labels=np.arange(10_000) % 10)
    noise = np.random.default_rng(0).random((1500, 28, 28))  # compresses like nothing else
    budget = 500_000
    packed = sheets(np.rint(255 * noise).astype(np.uint8), budget)
    encoded = sum(len(sheet) for sheet in packed["sheets"])
    assert encoded <= 4 / 3 * budget + 100 * len(packed["sheets"])
    assert tiles(packed).shape == (1500, packed["height"], packed["width"], 3)
    from brenier._atlas.page import _PICTURE_BYTES

    assert len(bare) + 4 / 3 * _PICTURE_BYTES + 60_000 < 8e6


def test_more_codes_have_the_pictures_of_the_grid(monkeypatch, m):
    monkeypatch.setattr("brenier._atlas.page._MOST_WITH_PICTURES", 179)
    given = data_of(compose(m, grey, side=8))["pictures"]
    assert given["of_codes"] == 0 and given["count"] == 64
