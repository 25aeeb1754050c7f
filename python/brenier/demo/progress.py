"""One bar for the whole demo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brenier.demo.packages import require

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType


class Progress:
    """A bar of a hundred per cent, of which each stage takes its share.

    Parameters
    ----------
    quiet : bool
        Whether to show nothing.
    """

    def __init__(self, quiet: bool = False) -> None:
        self._bar: Any = None
        if not quiet:
            layout = "{desc:<26}{percentage:3.0f}%|{bar}| {elapsed}"
            self._bar = require("tqdm").tqdm(total=100, bar_format=layout)
        self._done = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            if error is None:
                self._bar.set_description_str("done", refresh=False)
                self._bar.update(100 - self._bar.n)
            self._bar.close()

    def stage(self, name: str, share: float) -> Callable[[float], None]:
        """Begin a stage that takes `share` per cent; return a function of its fraction done."""
        begin, self._done = self._done, self._done + share

        def show(fraction: float) -> None:
            if self._bar is not None:
                self._bar.update(begin + share * fraction - self._bar.n)

        if self._bar is not None:
            self._bar.set_description_str(name, refresh=False)
        show(0.0)
        return show
