"""Files that are not overwritten unasked, and written whole or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

__all__ = ["require_new", "whole_file", "with_ending"]


def with_ending(path: Path, ending: str) -> Path:
    """Append an ending to a name that does not have it."""
    return path if path.suffix == ending else path.with_name(path.name + ending)


def require_new(files: Iterable[Path], *, force: bool) -> None:
    """Raise FileExistsError for the first file that there is already, unless forced."""
    for file in files:
        if not force and os.path.lexists(file):
            raise FileExistsError(
                errno.EEXIST, "There is a file already; --force overwrites it", str(file)
            )


@contextlib.contextmanager
def whole_file(path: Path, *, overwrite: bool = True) -> Iterator[Path]:
    """Give the name of a draft to write, which becomes the file when all has gone well.

    Raises
    ------
    FileExistsError
        There is such a file, and it must not be overwritten.
    OSError
        It cannot be written; the error names the file, and not the draft.
    """
    target = Path(os.path.realpath(path))  # a link stays one
    if target.exists() and not target.is_file():  # a device, or a folder, which says so itself
        yield target
        return
    if not target.parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, "There is no such folder", str(path.parent))
    draft = target.with_name(f".{secrets.token_hex(8)}{target.suffix}")
    try:
        yield draft
        if overwrite:
            _replace(draft, target)
        else:
            _publish(draft, target)
    except OSError as error:
        if error.filename is None or Path(error.filename) != draft:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
    finally:
        draft.unlink(missing_ok=True)


def _replace(draft: Path, target: Path) -> None:
    if target.exists():
        shutil.copymode(target, draft)
    os.replace(draft, target)


def _publish(draft: Path, target: Path) -> None:
    """Give a draft its name, but never over another file, not even one that has just appeared."""
    try:
        os.link(draft, target)
    except FileExistsError:
        raise FileExistsError(errno.EEXIST, "There is a file already", str(target)) from None
    except OSError:  # a file system without hard links
        if target.exists():
            raise FileExistsError(errno.EEXIST, "There is a file already", str(target)) from None
        os.replace(draft, target)
