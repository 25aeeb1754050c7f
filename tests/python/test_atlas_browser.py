"""The page of a map in a real browser: only where CHROMIUM names one, as `./dev help` says."""

from __future__ import annotations

import os

import brenier
import numpy as np
import pytest
from brenier._atlas.scene import source_frame
from inputs.pages import (
    LABELS,
    clusters,
    coloured,
    drawn,
    grey,
    in_stage,
    place,
    slide,
    small_map,
)
from programs.browser import Browser

pytest.importorskip("PIL")
PROGRAM = os.environ.get("CHROMIUM")
pytestmark = pytest.mark.skipif(not PROGRAM, reason="CHROMIUM names no browser")

NOISE, CODES = "#source .stage", "#codes .stage"


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    made = Browser(PROGRAM, tmp_path_factory.mktemp("browser"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def m():
    return small_map()


@pytest.fixture(scope="module")
def pages(m, tmp_path_factory):
    folder = tmp_path_factory.mktemp("pages")
    return {
        "coloured": brenier.atlas(m, coloured, folder / "coloured", labels=LABELS, title="Three"),
        "grey": brenier.atlas(m, grey, folder / "grey"),
        "bare": brenier.atlas(m, None, folder / "bare", labels=LABELS),
    }


@pytest.fixture
def page(browser, pages):
    """The page with coloured pictures, opened on a desk."""
    browser.complaints.clear()
    browser.requests.clear()
    browser.size(1440, 900)
    browser.open(pages["coloured"])
    yield browser
    assert not browser.complaints
    assert all(asked.startswith(("file:", "data:")) for asked in browser.requests)


def test_it_loads_and_shows_something(page):
    assert page.run("document.title") == "Three"
    assert page.run("document.getElementById('summary').textContent") == "180 codes, 3 classes"
    for canvas in (f"{NOISE} .base", f"{CODES} .base", "#picture"):
        blank = "Object.assign(document.createElement('canvas'), {{ width: {0}, height: {1} }})"
        size = [page.run(f"document.querySelector({canvas!r}).{x}") for x in ("width", "height")]
        assert drawn(page, canvas) != page.run(blank.format(*size) + ".toDataURL()")
    assert page.run("document.querySelectorAll('#strip .frame').length") == 25


def test_hovering_shows_the_picture_of_the_place(page, m):
    seen = set()
    for x in ([0.2, 0.3], [0.5, 0.6], [0.8, 0.7], [0.3, 0.9]):
        page.hover(NOISE, *in_stage(x))
        seen.add(drawn(page, "#picture"))
        i = m.transport.index([x])[0]
        assert place(page).startswith(LABELS[i])
        assert f"code {i}, noise (" in place(page)
        shown = page.run("Number(document.getElementById('picture').dataset.picture)")
        grid = source_frame(m).grid(64)
        own = np.flatnonzero(m.transport.index(grid) == i)
        places = np.concatenate([m.transport.centroids[[i]], grid[own]])
        distances = np.linalg.norm(places - x, axis=1)
        pixel = 1 / 500
        assert distances[[i, *(180 + own)].index(shown)] < distances.min() + pixel
    assert len(seen) == 4


def test_the_picture_is_that_which_was_decoded(page, m):
    x = m.transport.centroids[70]
    page.hover(NOISE, *in_stage(x))
    script = (
        "(() => { const c = document.getElementById('picture'); const k = c.width / 8;"
        " return [...c.getContext('2d').getImageData(k * 4.5, k * 4.5, 1, 1).data]; })()"
    )
    wanted = 255 * coloured(m.transport.sites[70:71])[0, 4, 4]
    assert page.run(script)[:3] == pytest.approx(wanted.tolist(), abs=12)


def test_points_in_gaps_are_said_to_be(page, m):
    grid = np.stack(np.meshgrid(*2 * [np.linspace(0.05, 0.95, 40)]), axis=-1).reshape(-1, 2)
    singular = m.is_singular(grid)
    for x in (*grid[singular][::60], *grid[~singular][::300]):
        page.hover(NOISE, *in_stage(x))
        assert ("in a gap" in place(page)) == m.is_singular([x])[0]


def test_two_clicks_make_a_walk_with_its_gaps(page, m):
    page.click(NOISE, *in_stage([0.2, 0.2]))
    assert page.run("document.querySelectorAll('#strip li').length") == 0
    assert "where the walk ends" in page.run("document.getElementById('walk-text').textContent")
    page.click(NOISE, *in_stage([0.85, 0.85]))
    steps = np.linspace(0, 1, 481)[:, None]
    way = (1 - steps) * [0.2, 0.2] + steps * [0.85, 0.85]
    cells = m.transport.index(way)
    crossed = m._are_singular_edges(np.column_stack([cells[:-1], cells[1:]]))
    crossed &= cells[:-1] != cells[1:]
    assert page.run("document.querySelectorAll('#strip .crease').length") == crossed.sum() > 0
    frames = page.run("[...document.querySelectorAll('#strip .frame')].map((f) => f.className)")
    gaps = m.is_singular(way[::20])
    assert len(frames) == 25 and 0 < gaps.sum() < 25
    assert np.mean([("gap" in name) == gap for name, gap in zip(frames, gaps, strict=True)]) > 0.9
    canvases = "[...document.querySelectorAll('#strip canvas')]"
    assert len(set(page.run(f"{canvases}.map((c) => c.dataset.picture)"))) > 15
    page.key("Escape")
    assert page.run("document.querySelectorAll('#strip li').length") == 0


def test_hovering_over_the_strip_looks_there(page):
    before = place(page)
    page.hover("#strip .frame:nth-of-type(12)", 0.5, 0.5)
    assert place(page) != before
    assert page.run("document.querySelectorAll('#strip .here').length") == 1


def test_a_click_on_a_code_shows_its_cell(page, m):
    t = m.transport
    extent = np.ptp(t.sites, axis=0)
    size = extent / extent.max()
    for i in (0, 100, 179):
        x = (t.sites[i] - t.sites.min(axis=0)) / extent.max() - size / 2
        page.click(CODES, 0.5 + 0.95 * x[0], 0.5 - 0.95 * x[1])
        assert f"code {i}," in place(page)
        shown = place(page).split("noise (")[1].split(")")[0].split(", ")
        assert np.abs(np.array(shown, float) - t.centroids[i]).max() < 2e-3


def test_the_slider_moves_the_threshold(page, m):
    def share():
        return page.run("document.getElementById('gap-share').textContent")

    own = share()
    assert float(own.split(" %")[0]) == pytest.approx(100 * m.singular.mean(), rel=5e-3)
    before = drawn(page, f"{NOISE} .base")
    slide(page, 1000)
    assert share() == "0 % of the edges" and drawn(page, f"{NOISE} .base") != before
    assert page.run("document.querySelectorAll('#strip .crease, #strip .gap').length") == 0
    slide(page, 500)
    said = page.run("document.getElementById('gap-value').textContent")
    threshold = float(said.removeprefix("jumps over ").split(" ")[0]) * np.median(m.jumps)
    assert float(share().split(" %")[0]) == pytest.approx(
        100 * np.mean(m.jumps > threshold), abs=100 * 3 / len(m.jumps)
    )
    page.click("#own")
    assert share() == own and drawn(page, f"{NOISE} .base") == before


def test_keys_do_what_the_pointer_does(page):
    page.run("document.querySelector('#source .stage').focus()")
    page.key("Escape")
    before = place(page)
    for _ in range(4):
        page.key("ArrowRight")
    assert place(page) != before
    page.key("Enter", "\r")
    for _ in range(8):
        page.key("ArrowUp")
    page.key("Enter", "\r")
    assert page.run("document.querySelectorAll('#strip .frame').length") == 25
    whole = drawn(page, f"{NOISE} .base")
    page.key("+", "+")
    assert drawn(page, f"{NOISE} .base") != whole
    page.key("0", "0")
    assert drawn(page, f"{NOISE} .base") == whole
    page.key("c", "c")
    assert page.run("document.querySelector('#colours :checked').value") == "jump"
    page.key("c", "c")
    assert page.run("document.querySelector('#colours :checked').value") == "pictures"
    page.run("document.querySelector('#codes .stage').focus()")
    before = place(page)
    page.key("ArrowRight")
    assert place(page) != before


def test_wheel_and_drag_zoom_and_move(page, m):
    def code():
        return place(page).split(",")[0]

    x = m.transport.centroids[20]
    page.hover(NOISE, *in_stage(x))
    there = code()
    page.wheel(NOISE, *in_stage(x), -480)
    page.hover(NOISE, *in_stage(x))
    assert code() == there  # what is under the pointer stays there
    for _ in range(4):
        page.wheel(NOISE, 0.5, 0.5, -480)
    page.hover(NOISE, 0.3, 0.3)
    there = code()
    page.drag(NOISE, (0.5, 0.5), (0.6, 0.65))
    page.hover(NOISE, 0.4, 0.45)
    assert code() == there
    page.hover(NOISE, 0.3, 0.3)
    assert code() != there
    assert page.run("document.querySelectorAll('#strip .frame').length") == 25  # no click


def test_a_class_can_be_picked_in_the_legend(page):
    before = drawn(page, f"{CODES} .base")
    page.click("#legend button:nth-child(2)")
    assert drawn(page, f"{CODES} .base") != before
    page.click("#legend button:nth-child(2)")
    assert drawn(page, f"{CODES} .base") == before


def test_light_and_dark(page):
    light = page.run("getComputedStyle(document.body).backgroundColor")
    page.size(1440, 900, dark=True)
    page.settle()
    assert page.run("document.documentElement.dataset.theme") == "dark"
    assert page.run("getComputedStyle(document.body).backgroundColor") != light
    page.click("#theme")
    assert page.run("getComputedStyle(document.body).backgroundColor") == light


def test_on_a_phone(browser, pages):
    browser.complaints.clear()
    browser.size(390, 844, phone=True)
    browser.open(pages["coloured"])
    assert browser.run("document.documentElement.scrollWidth") <= 390
    width = browser.run("document.querySelector('#source .stage').getBoundingClientRect().width")
    assert width > 340
    assert browser.run("document.querySelector('#picture').getBoundingClientRect().bottom") < 844
    for selector in ("#legend button", "[data-zoom]", "#theme"):
        height = f"document.querySelector({selector!r}).getBoundingClientRect().height"
        assert browser.run(height) >= 30
    start, end = browser.place(NOISE, 0.3, 0.3), browser.place(NOISE, 0.7, 0.6)
    before = place(browser)
    browser.touch("touchStart", [start])
    browser.touch("touchMove", [end])
    assert place(browser) != before  # a finger looks around
    browser.touch("touchEnd", [])
    before = drawn(browser, f"{NOISE} .base")
    middle = browser.place(NOISE, 0.5, 0.5)
    apart = [[(middle[0] - d, middle[1]), (middle[0] + d, middle[1])] for d in (30, 60, 90)]
    browser.touch("touchStart", apart[0])
    browser.touch("touchMove", apart[1])
    browser.touch("touchMove", apart[2])
    browser.touch("touchEnd", [])
    assert drawn(browser, f"{NOISE} .base") != before  # two zoom
    for at in (start, end):  # and two taps are a walk
        browser.touch("touchStart", [at])
        browser.touch("touchEnd", [])
    assert browser.run("document.querySelectorAll('#strip .frame').length") == 25
    assert not browser.complaints


@pytest.mark.parametrize("name", ["grey", "bare"])
def test_pages_with_less(browser, pages, name):
    browser.complaints.clear()
    browser.size(1024, 768)
    browser.open(pages[name])
    browser.hover(NOISE, 0.4, 0.4)
    assert "code" in place(browser)
    assert browser.run("document.querySelectorAll('#strip .frame').length") == 25
    ink = browser.run("!document.getElementById('ink').hidden")
    assert ink == (name == "grey")
    shown = browser.run("document.getElementById('picture').getBoundingClientRect().height")
    assert (shown > 0) == (name == "grey")
    assert not browser.complaints


def test_a_source_with_a_hole_has_nothing_in_it(browser, tmp_path):
    square = np.array([(0, 0), (1, 0), (1, 1), (0, 1)])
    source = brenier.Uniform([square, 0.4 + 0.2 * square[::-1]])
    m = brenier.ContinuousMap(brenier.solve(clusters(), source=source))
    browser.complaints.clear()
    browser.size(1440, 900)
    browser.open(brenier.atlas(m, grey, tmp_path / "page", side=16))
    browser.hover(NOISE, *in_stage([0.2, 0.2]))
    there = place(browser)
    browser.hover(NOISE, *in_stage([0.5, 0.5]))
    assert place(browser) == there  # as nothing is there, what was shown stays
    browser.click(NOISE, *in_stage([0.1, 0.5]))
    browser.click(NOISE, *in_stage([0.9, 0.5]))  # a walk goes over it
    assert browser.run("document.querySelectorAll('#strip .frame').length") == 25
    assert not browser.complaints
