"""Files of atlases: written whole; and what is refused, with a word for what was expected."""

from __future__ import annotations

import errno
import sys

import brenier
import numpy as np
import pytest
from brenier._atlas.page import compose
from inputs.commands import run, written
from inputs.pages import LABELS, clusters, data_of, grey, small_map, tiles

pytest.importorskip("PIL")


@pytest.fixture(scope="module")
def m():
    return small_map()


@pytest.fixture
def plan(tmp_path, m):
    return m.transport.save(tmp_path / "plan.npz")


def test_a_file_is_written_and_replaced(m, tmp_path):
    written = brenier.atlas(m, grey, tmp_path / "page", labels=LABELS, side=4)
    assert written == tmp_path / "page.html"
    first = written.read_text("utf-8")
    assert brenier.atlas(m, grey, str(written), side=4, title="Another") == written
    assert "Another" in written.read_text("utf-8") and first != written.read_text("utf-8")
    assert [file.name for file in tmp_path.iterdir()] == ["page.html"]


def test_a_decoder_that_fails_leaves_the_old_file(m, tmp_path):
    page = tmp_path / "page.html"
    page.write_text("old")
    with pytest.raises(ZeroDivisionError):
        brenier.atlas(m, lambda z: 1 / 0, page)
    assert page.read_text() == "old" and len(list(tmp_path.iterdir())) == 1


def test_a_page_is_the_same_each_time(m):
    assert compose(m, grey, labels=LABELS, side=8) == compose(m, grey, labels=LABELS, side=8)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ({"side": 1}, ValueError, "side is 1; expected 2 or more"),
        ({"side": 257}, ValueError, "side is 257; expected 2 to 256"),
        ({"side": 8.0}, TypeError, r"side is 8\.0; expected an int"),
        ({"title": 3}, TypeError, "title is 3; expected a str"),
        ({"labels": LABELS[:-1]}, ValueError, r"labels has shape \(179,\); expected \(180,\)"),
        ({"labels": [[0]] * 180}, ValueError, r"labels has shape \(180, 1\)"),
        ({"labels": [None, *LABELS[1:]]}, ValueError, r"labels\[0\] is None"),
        ({"path": ""}, ValueError, "path is ''; expected the name of a file"),
        ({"path": 3}, TypeError, "path is 3; expected the name of a file"),
        ({"m": "m"}, TypeError, "m is 'm'; expected a ContinuousMap"),
        ({"decoder": 3}, TypeError, "decoder is 3; expected a function or a torch.nn.Module"),
        ({"decoder": lambda z: z[:-1]}, ValueError, r"decoder gives shape \(\d+, 2\) for"),
        ({"decoder": lambda z: z}, ValueError, r"items of shape \(2,\); expected pictures"),
        ({"decoder": lambda z: z[:, 0]}, ValueError, r"items of shape \(\); expected pictures"),
        ({"decoder": lambda z: np.ones((len(z), 4, 4, 2))}, ValueError, r"of shape \(4, 4, 2\)"),
        ({"decoder": lambda z: np.ones((len(z), 0, 4))}, ValueError, r"of shape \(0, 4\)"),
        ({"decoder": lambda z: None}, TypeError, "decoder gives a NoneType"),
        ({"decoder": lambda z: grey(z) * 1j}, TypeError, "decoder gives dtype complex128"),
        (
            {"decoder": lambda z: np.where(z[:, :1] < -1e9, 1, np.nan) * np.ones(4)},
            ValueError,
            "decoder gives numbers that are not finite, first in item 0",
        ),
    ],
)
def test_bad_arguments_are_named(m, tmp_path, arguments, error, said):
    given = {"m": m, "decoder": grey, "path": tmp_path / "page", "side": 4, **arguments}
    with pytest.raises(error, match=said):
        brenier.atlas(given.pop("m"), given.pop("decoder"), given.pop("path"), **given)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(m, tmp_path):
    with pytest.raises(FileNotFoundError, match="no such folder") as raised:
        brenier.atlas(m, None, tmp_path / "none" / "page")
    assert raised.value.errno == errno.ENOENT


def test_pillow_is_asked_for_where_there_are_pictures(m, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(ImportError, match=r"need Pillow: pip install brenier\[atlas\]"):
        brenier.atlas(m, grey, tmp_path / "page")
    brenier.atlas(m, None, tmp_path / "page")


def test_the_command_writes_a_page_beside_the_plan(plan, capsys):
    assert run("atlas", plan) == 0
    (page,) = written(capsys)
    assert str(page) == f"{plan.with_suffix('.html')} (0.1 MB)"
    data = data_of(plan.with_suffix(".html").read_text("utf-8"))
    assert data["title"] == "plan" and data["pictures"] is None and data["count"] == 180


def test_the_command_takes_pictures_and_labels(plan, tmp_path):
    np.save(tmp_path / "pictures.npy", grey(clusters()))
    (tmp_path / "labels.csv").write_text("kind\n" + "\n".join(LABELS), encoding="utf-8")
    flags = ("--pictures", tmp_path / "pictures.npy", "--labels", tmp_path / "labels.csv")
    assert run("atlas", plan, *flags, "-o", tmp_path / "page", "--title", "A & B", "--quiet") == 0
    data = data_of((tmp_path / "page.html").read_text("utf-8"))
    assert data["classes"] == ["ant", "bee", "cat"] and data["title"] == "A & B"
    assert np.array_equal(tiles(data["pictures"])[..., 0], np.rint(255 * grey(clusters())))
    assert data["pictures"]["of_codes"] == 180 and not len(data["grid"])


def test_the_command_takes_a_decoder_and_numbers_as_labels(plan, tmp_path):
    program = "import numpy as np\ndef decode(z):\n    return z[:, :1, None] * np.ones((4, 4))\n"
    (tmp_path / "model.py").write_text(program, encoding="utf-8")
    np.savetxt(tmp_path / "labels.txt", np.arange(180) % 12, "%d")
    flags = ("--decoder", f"{tmp_path / 'model.py'}:decode", "--labels", tmp_path / "labels.txt")
    assert run("atlas", plan, *flags, "--side", 5, "--quiet") == 0
    data = data_of(plan.with_suffix(".html").read_text("utf-8"))
    assert data["classes"] == [str(k) for k in range(12)]
    assert data["pictures"]["count"] == 180 + 25


def test_the_command_overwrites_nothing_unasked(plan, capsys):
    page = plan.with_suffix(".html")
    page.write_text("old")
    assert run("atlas", plan) == 2
    assert "--force" in capsys.readouterr().err and page.read_text() == "old"
    assert run("atlas", plan, "--force", "--quiet") == 0
    assert data_of(page.read_text("utf-8"))["count"] == 180


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (("--decoder", "model:decode"), "--decoder is 'model:decode'; expected FILE.py:NAME"),
        (("--decoder", "{0}/none.py:f"), "No such file"),
        (("--decoder", "{0}/model.py:other"), "model.py defines no other"),
        (("--decoder", "{0}/model.py:number"), "decoder is 3; expected a function"),
        (("--pictures", "{0}/model.py"), "model.py is no array of numpy's"),
        (("--pictures", "{0}/few.npy"), "pictures has 3 items; expected 180"),
        (("--labels", "{0}/few.npy"), r"labels has shape (3,); expected (180,)"),
        (("--side", "1"), "side is 1; expected 2 or more"),
    ],
)
def test_the_command_says_what_it_cannot_use(plan, tmp_path, capsys, flags, said):
    (tmp_path / "model.py").write_text("number = 3\n", encoding="utf-8")
    np.save(tmp_path / "few.npy", np.arange(3))
    assert run("atlas", plan, *(flag.format(tmp_path) for flag in flags)) == 2
    error = capsys.readouterr().err
    assert error.startswith("brenier atlas: ") and said in error
    assert not plan.with_suffix(".html").exists()


def test_the_command_takes_a_map_with_its_values(m, tmp_path):
    values = np.linspace(0, 1, len(m.transport.sites))[:, None] * np.ones(5)
    file = brenier.ContinuousMap(m.transport, values=values, max_jump=np.inf).save(tmp_path / "map")
    model = tmp_path / "model.py"
    model.write_text("def decode(z):\n    assert z.shape[1] == 5\n    return z[:, :4]\n")
    assert run("atlas", file, "--decoder", f"{model}:decode", "--side", 3, "--quiet") == 0
    assert (tmp_path / "map.html").stat().st_size > 10_000
