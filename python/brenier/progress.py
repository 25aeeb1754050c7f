"""Progress bars, by tqdm, which is imported when the first one is shown."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

__all__ = ["import_tqdm", "progress_bar"]


def import_tqdm() -> Any:
    """Import tqdm's bar for where the program runs, a terminal or a notebook."""
    try:
        from tqdm.auto import tqdm
    except ImportError as error:
        raise ImportError("progress=True needs tqdm: pip install tqdm") from error
    return tqdm


@contextlib.contextmanager
def progress_bar(
    show: bool, description: str, total: int | None
) -> Iterator[Callable[[int], object]]:
    """Give a function that is told how many more are done; it does nothing unless `show`."""
    if not show:
        yield lambda done: None
        return
    with import_tqdm()(desc=description, total=total) as bar:
        yield bar.update
