"""What objects show in notebooks: the truth, in a page that is well formed, small, and safe."""

from __future__ import annotations

import base64
import re
import struct
import zlib
from xml.etree import ElementTree

import brenier
import numpy as np
import pytest
from brenier._notebook.panels import colours_of_places
from inputs.shapes import L_SHAPE
from inputs.sites import clusters, random_sites
from inputs.source_cases import SOURCES, Frame
from programs.child import run_silently

SVG = "{http://www.w3.org/2000/svg}"
SIDE = 170  # of a panel


def shown(thing):
    """The page that a notebook would show, read as XML."""
    text = thing._repr_html_()
    assert len(text) < 80_000
    assert not re.search(r"<script|http(?!://www\.w3\.org/2000/svg)|javascript|on\w+=", text)
    return ElementTree.fromstring(text)


def facts(page):
    rows = [[cell.text for cell in row] for row in page.iter("tr")]
    return dict(rows)


def pixels(page):
    """The bytes (h, w, 4) of the page's only image, decoded anew."""
    (image,) = page.iter(f"{SVG}image")
    kind, _, content = image.get("href").partition(",")
    assert kind == "data:image/png;base64"
    file = base64.b64decode(content, validate=True)
    assert file[:8] == b"\x89PNG\r\n\x1a\n"
    chunks, at = {}, 8
    while at < len(file):
        (length,), name = struct.unpack(">I", file[at : at + 4]), file[at + 4 : at + 8]
        data, check = file[at + 8 : at + 8 + length], file[at + 8 + length : at + 12 + length]
        assert struct.unpack(">I", check)[0] == zlib.crc32(name + data)
        chunks[name], at = data, at + 12 + length
    width, height, *form = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    assert form == [8, 6, 0, 0, 0] and list(chunks)[-1] == b"IEND"
    rows = np.frombuffer(zlib.decompress(chunks[b"IDAT"]), np.uint8).reshape(height, -1)
    assert np.all(rows[:, 0] == 0)
    return rows[:, 1:].reshape(height, width, 4)


def centres(bounds, shape):
    """Where the pixels of an image lie, from its top row."""
    (xmin, ymin, xmax, ymax), (height, width) = bounds, shape
    x = xmin + (np.arange(width) + 0.5) / width * (xmax - xmin)
    y = ymax - (np.arange(height) + 0.5) / height * (ymax - ymin)
    return np.stack(np.meshgrid(x, y), axis=-1).reshape(-1, 2)


# Pictures show what is


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)
def test_a_source_is_the_darker_the_denser(source):
    source = source(Frame())
    image = pixels(shown(source))
    assert max(image.shape[:2]) == 96
    rho = source.density(centres(source.bounds, image.shape[:2]))
    expected = np.where(rho > 0, 40 + 215 * rho / rho.max(), 0)
    np.testing.assert_allclose(image[..., 3].ravel(), expected, atol=1)


def test_few_cells_are_polygons_with_their_areas():
    t = brenier.solve(random_sites(40), source=brenier.Uniform(L_SHAPE))
    first, second = shown(t).find(f".//{SVG}svg").findall(f"{SVG}g")
    cells = first.findall(f".//{SVG}path")
    areas = []
    for path in cells:
        area = 0.0
        for ring in path.get("d").strip("MZ").split("ZM"):
            x, y = np.array([pair.split() for pair in ring.split("L")], dtype=float).T
            area += 0.5 * abs(x @ np.roll(y, 1) - y @ np.roll(x, 1))
        areas.append(area)
    shares = np.array(areas) / np.sum(areas)
    np.testing.assert_allclose(shares, t.diagram.areas / t.diagram.areas.sum(), atol=2e-3)
    colours = [path.get("fill") for path in cells]
    assert colours == [f"#{r:02x}{g:02x}{b:02x}" for r, g, b in colours_of_places(t.sites)]
    dots = "".join(path.get("d") for path in second.iter(f"{SVG}path"))
    assert dots.count("h0") == 40


def test_many_cells_are_pixels_in_the_colours_of_their_sites():
    t = brenier.solve(clusters(2000, 0.02), source=brenier.Uniform(L_SHAPE), tol=1e-4)
    page = shown(t)
    image = pixels(page)
    x = centres(t.source.bounds, image.shape[:2])
    inside = t.source.density(x) > 0
    assert 0.3 < inside.mean() < 1
    np.testing.assert_array_equal(image[..., 3].ravel() == 255, inside)
    expected = colours_of_places(t.sites)[t.index(x)]
    np.testing.assert_array_equal(image[..., :3].reshape(-1, 3)[inside], expected[inside])
    assert page.find(f".//{SVG}svg").get("width") == str(2 * SIDE + 14)


def test_a_map_is_red_where_it_is_singular():
    codes = np.concatenate([random_sites(100), random_sites(100) + np.array([9, 0])])
    m = brenier.ContinuousMap(brenier.solve(codes))
    for thing in (m, brenier.LatentSampler(m)):
        image = pixels(shown(thing))
        x = centres(m.transport.source.bounds, image.shape[:2])
        red = np.all(image[..., :3].reshape(-1, 3) == (214, 39, 40), axis=1)
        np.testing.assert_array_equal(red, m.is_singular(x))
        assert 0 < red.mean() < 0.5


def test_facts_are_those_of_the_object():
    t = brenier.solve(random_sites(1000))
    said = facts(shown(t))
    assert said["sites"] == "1,000" and said["ended"] == t.message
    assert float(said["cost W2²"]) == pytest.approx(t.cost, rel=1e-5)
    m = brenier.ContinuousMap(t, values=np.random.default_rng(0).random((1000, 16)))
    assert facts(shown(m))["onto"] == "1,000 values of 16 numbers"
    assert facts(shown(m))["blend"] == "spread"
    sampler = brenier.LatentSampler(t, singular="keep", local=0.5)
    assert facts(shown(sampler))["local"] == "0.5"
    way = brenier.displacement(t, brenier.solve(random_sites(20)))
    assert facts(shown(way))["pairs"] == f"{len(way.pairs):,}"
    d = t.diagram
    assert facts(shown(d))["masses"] == f"from {d.masses.min():.3g} to {d.masses.max():.3g}"


@pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")
def test_sites_are_dots():
    q = brenier.quantize(30, max_iter=3, rng=0)
    b = brenier.barycenter([brenier.Uniform()], n=30, max_iter=3, rng=0)
    for thing in (q, b):
        page = shown(thing)
        assert "".join(p.get("d") for p in page.iter(f"{SVG}path")).count("h0") == 30
        assert facts(page)["ended"] == f"not converged after {thing.nit} moves"


# And whatever there is


@pytest.mark.parametrize(
    ("sites", "source"),
    [
        ([(1, 2)], None),
        ([(1, 2), (1, 2)], None),
        ([(0, 0), (1, 0), (2, 0)], None),
        (1e-150 * random_sites(5), None),
        (1e100 * random_sites(5), None),
        (random_sites(400), brenier.Uniform([(0, 0), (1e6, 0), (1e6, 1), (0, 1)])),
        (random_sites(4), brenier.Uniform([(0, 0), (1, 0), (1, 1e-9), (0, 1e-9)])),
        (random_sites(4), brenier.Raster([[1.0]], (0, 0, 1e-120, 1e-120))),
    ],
    ids=["one", "copies", "a line", "small", "large", "a strip", "thin", "tiny"],
)
def test_odd_shapes_are_shown(sites, source):
    t = brenier.solve(sites, source=source)
    for thing in (t.source, t.diagram, t, brenier.LatentSampler(t), brenier.displacement(t, t)):
        assert "nan" not in ElementTree.tostring(shown(thing), "unicode")


def test_text_from_a_file_is_text(tmp_path):
    arrays = dict(np.load(brenier.solve(random_sites(5)).save(tmp_path / "plan")))
    arrays["message"] = np.array("<img src=x onerror='alert(1)'>&" + "long " * 1000)
    np.savez(tmp_path / "evil.npz", **arrays)
    t = brenier.load(tmp_path / "evil.npz")
    text = t._repr_html_()
    assert "<img" not in text and "&lt;img src=x onerror=&#x27;alert" in text
    assert len(text) < 20_000
    assert facts(ElementTree.fromstring(text))["ended"] == t.message[:159] + "…"


def test_the_name_of_a_class_is_text():
    kind = type("<b>", (brenier.Uniform,), {"_kind": "of a test"})
    try:
        assert shown(kind()).find(".//b").text == "brenier.<b>"
    finally:
        del brenier.Source._classes["of a test"]


def test_cards_do_not_grow_with_the_number_of_sites():
    rng = np.random.default_rng(0)
    sizes = []
    for n in (1_000, 100_000):
        d = brenier.PowerDiagram(rng.random((n, 2)))
        sizes.append(len(d._repr_html_()))
    assert sizes[1] < 3 * sizes[0]


def test_nothing_heavy_is_imported_and_nothing_printed():
    run_silently(
        """
        import sys, brenier
        t = brenier.solve([(0.1, 0.2), (0.6, 0.4), (0.5, 0.9)])
        for thing in (t, t.diagram, t.source, brenier.LatentSampler(t)):
            thing._repr_html_()
        assert not {"matplotlib", "PIL", "IPython"} & sys.modules.keys()
        """
    )


def test_a_repr_of_many_vertices_is_short():
    corners = np.exp(2j * np.pi * np.arange(10_000) / 10_000)
    disc = brenier.Uniform(np.column_stack([corners.real, corners.imag]))
    assert repr(disc).startswith("<Uniform on 1 ring of 10000 vertices over (-1.0, -1.0, 1.0")
    assert repr(brenier.Uniform()) == "Uniform([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])"
