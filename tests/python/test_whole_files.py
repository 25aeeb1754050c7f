"""Files are written whole or not at all, and to the name that is said."""

from __future__ import annotations

import os
from pathlib import Path

import brenier
import pytest
from brenier._files import whole_file
from inputs.sites import random_sites


@pytest.fixture(scope="module")
def transport():
    return brenier.solve(random_sites(5))


@pytest.mark.parametrize("name", ["plan", "plan.npz", "plan.txt", "plan.2", "plan.npz.npz"])
def test_save_gives_the_name_that_it_has_written(transport, tmp_path, name):
    written = transport.save(tmp_path / name)
    assert list(tmp_path.iterdir()) == [written]
    assert written.name == (name if name.endswith(".npz") else f"{name}.npz")
    assert len(brenier.load(written).sites) == 5
    assert transport.save(str(tmp_path / name)) == written == transport.save(os.fsencode(written))


def broken(monkeypatch, error):
    """From now on, files are cut short as they are written."""
    write = Path.write_bytes

    def cut_short(path, raw):
        write(path, raw[:100])
        raise error

    monkeypatch.setattr(Path, "write_bytes", cut_short)


@pytest.mark.parametrize("error", [OSError("the disk is full"), KeyboardInterrupt()])
def test_a_write_that_fails_leaves_the_old_file(transport, path, monkeypatch, error):
    transport.save(path)
    before = path.read_bytes()
    broken(monkeypatch, error)
    with pytest.raises(type(error)):
        brenier.solve(random_sites(9)).save(path)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_link_and_the_rights_of_a_file_stay(transport, tmp_path):
    file, link = tmp_path / "plan.npz", tmp_path / "link.npz"
    file.touch()
    file.chmod(0o640)
    link.symlink_to(file)
    transport.save(link)
    assert link.is_symlink() and file.stat().st_mode & 0o777 == 0o640
    assert len(brenier.load(file).sites) == 5


def test_a_new_file_has_the_rights_that_are_usual(transport, tmp_path):
    (tmp_path / "other").touch()
    mode = transport.save(tmp_path / "plan.npz").stat().st_mode
    assert mode == (tmp_path / "other").stat().st_mode


def test_a_device_is_written_to():
    with whole_file(Path(os.devnull)) as draft:
        draft.write_bytes(b"gone")
    assert not Path(os.devnull).is_file()


@pytest.mark.parametrize("overwrite", [True, False])
def test_errors_name_the_file(transport, tmp_path, overwrite):
    (tmp_path / "folder.npz").mkdir()
    with pytest.raises(IsADirectoryError, match=r"folder\.npz"):
        transport.save(tmp_path / "folder.npz")
    with pytest.raises(FileNotFoundError, match=r"no such folder.*none'$"):
        transport.save(tmp_path / "none" / "plan.npz")
    with (
        pytest.raises(OSError, match=r"plan\.npz'$"),
        whole_file(tmp_path / "plan.npz", overwrite=overwrite),
    ):
        pass  # there is no draft


def test_a_file_that_has_just_appeared_is_not_overwritten(tmp_path, monkeypatch):
    file = tmp_path / "plan.npz"

    def unable(*names):
        raise PermissionError("no links here")

    for link in (os.link, unable):
        monkeypatch.setattr(os, "link", link)
        file.unlink(missing_ok=True)
        with (
            pytest.raises(FileExistsError, match=r"plan\.npz"),
            whole_file(file, overwrite=False) as draft,
        ):
            draft.write_text("mine")
            file.write_text("yours")
        assert file.read_text() == "yours"
        assert list(tmp_path.iterdir()) == [file]
        file.unlink()
        with whole_file(file, overwrite=False) as draft:
            draft.write_text("mine")
        assert file.read_text() == "mine"
