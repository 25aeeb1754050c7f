"""Problems that go to an executor together, and whose transports come back together."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from brenier._problem import Problem
from brenier.errors import BrenierError

__all__ = ["Chunk", "solve_all"]

_ATTEMPTS = 3  # to have problems solved by an executor that loses them


@dataclass(frozen=True)
class Chunk:
    """Some problems that follow each other, and the future of what they end with.

    In the place of what is no problem stands the error that says why; if nothing could be
    submitted, the future is the error of that.
    """

    entries: list[Problem | Exception]
    submit: Callable[[list[Problem]], Any]
    future: Any

    @classmethod
    def begun(
        cls, entries: list[Problem | Exception], submit: Callable[[list[Problem]], Any]
    ) -> Chunk:
        """Begin with the problems among the entries."""
        problems = _problems(entries)
        try:
            return cls(entries, submit, submit(problems) if problems else None)
        except Exception as error:  # of any kind, as executors raise their own
            return cls(entries, submit, error)

    def outcomes(self) -> Iterator[tuple[Problem | None, Any]]:
        """Wait, and give each problem with its transport, or with the exception it ended with."""
        solved = self.future
        if self._is_begun:
            try:
                solved = iter(self._result())
            except Exception as error:  # of any kind, as callbacks and executors raise their own
                solved = error
        for entry in self.entries:
            if isinstance(entry, Exception):
                yield None, entry
            else:
                yield entry, solved if isinstance(solved, Exception) else next(solved)

    def _result(self) -> list[Any]:
        """Wait. What the executor has lost begins anew, as what Dask drops when a worker dies."""
        future, left = self.future, _ATTEMPTS
        while True:
            try:
                return future.result()  # type: ignore[no-any-return]
            except Exception as error:  # of any kind; that of a problem would be in its place
                left -= 1
                if left == 0:
                    raise
                try:
                    future = self.submit(_problems(self.entries))
                except Exception:  # of any kind; an executor that was shut down takes no more
                    raise error from None

    def cancel(self) -> None:
        """Give up what has not begun."""
        if self._is_begun:
            self.future.cancel()

    @property
    def _is_begun(self) -> bool:
        return self.future is not None and not isinstance(self.future, Exception)


def _problems(entries: list[Problem | Exception]) -> list[Problem]:
    return [entry for entry in entries if isinstance(entry, Problem)]


def solve_all(problems: list[Problem]) -> list[Any]:
    """Solve problems one by one: transports, and the errors of those that fail in their places."""
    return [_outcome(problem) for problem in problems]


def _outcome(problem: Problem) -> Any:
    try:
        return problem.solve()
    except Exception as error:  # of any kind, as callbacks raise their own
        try:
            pickle.loads(pickle.dumps(error))
        except Exception:  # it would be lost on the way to another process, with all of the chunk
            return BrenierError(f"{type(error).__name__}: {error}")
        return error
