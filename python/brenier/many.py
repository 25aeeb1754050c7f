"""Many problems at once: transports in the order of the problems, from threads or any executor."""

from __future__ import annotations

import contextlib
import inspect
import logging
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from brenier import _core
from brenier._arguments import as_count, as_flag, as_workers, shown
from brenier._chunks import Chunk, solve_all
from brenier._problem import Callback, Problem
from brenier.errors import BrenierError, ConvergenceWarning
from brenier.progress import progress_bar
from brenier.solver import solve
from brenier.sources import Source
from brenier.transport import Transport

__all__ = ["require_executor", "solutions", "solve_many"]

_log = logging.getLogger(__name__)
_DEFAULTS = {
    name: parameter.default
    for name, parameter in inspect.signature(solve).parameters.items()
    if name != "progress"  # of one solve; here it counts problems
}
_OPTIONS = [name for name in _DEFAULTS if name != "sites"]
_IN_HAND = 4  # chunks for each worker, so that slow ones keep nobody waiting
_IN_HAND_AT_LEAST = 64  # where an executor does not say how many workers it has
_SAME_KIND = (ValueError, TypeError, MemoryError)


def solve_many(
    problems: Iterable[Any],
    *,
    executor: Any = None,
    return_exceptions: bool = False,
    progress: bool = False,
    chunksize: int = 1,
    **options: Any,
) -> Iterator[Any]:
    """Solve many problems at once, and give their transports in the order of the problems.

    Each transport is the one that `solve` gives, to the last bit, wherever it was solved.

    Parameters
    ----------
    problems : iterable
        Each is an array of sites (n, 2) or (n, 3), or a dict of arguments of `solve`, ``sites``
        among them.
        It is read as results are taken: a few chunks for each worker are in memory at a time, so it
        may be a generator of any length. Arrays are copied when they are read.
    executor : concurrent.futures.Executor, optional
        Who solves them: anything with its ``submit``, which returns futures. By default threads, as
        many as there are processors. To other processes go problems, and transports come back.
    return_exceptions : bool, default False
        Put the error of a problem in the place of its transport, as `asyncio.gather` does, and do
        not raise it.
    progress : bool, default False
        Show a progress bar that counts problems (needs tqdm).
    chunksize : int, default 1
        How many problems go to the executor at a time, as in its own ``map``. Where they are small
        and far away, more of them together spare most of the way.
    **options
        Arguments of `solve` for all problems; those that a problem has itself come first.
        A ``callback`` is called in the threads that solve.

    Returns
    -------
    iterator of Transport
        The error of a problem is raised when its turn comes, with its index; the iterator goes on
        with the next problem if it is asked again. Its ``close()`` drops what is not solved yet.

    Raises
    ------
    ValueError
        An array has a wrong shape, or a number is out of range.
    TypeError
        An argument is of a wrong kind, or none of `solve`.
    BrenierError
        Any other error of a problem, which is its ``__cause__``: from a callback, or of the
        executor, as where a process ended.

    Warns
    -----
    ConvergenceWarning
        The tolerance of a problem was not reached.

    Examples
    --------
    >>> import brenier
    >>> two = [[(0.25, 0.5), (0.75, 0.5)], [(0.5, 0.2), (0.5, 0.4), (0.5, 0.9)]]
    >>> [len(t.sites) for t in brenier.solve_many(two, tol=1e-6)]
    [2, 3]
    """
    require_executor(executor)
    in_place = as_flag(return_exceptions, "return_exceptions")
    unknown = [name for name in options if name not in _OPTIONS]
    if unknown:
        raise TypeError(f"options has {unknown[0]}; expected arguments of solve: {_listed()}")
    size, show = as_count(chunksize, "chunksize", least=1), as_flag(progress, "progress")
    return _Transports(solutions(_reader(problems), executor, options, show, size), in_place)


def require_executor(executor: Any) -> None:
    """Check an executor, which may be None."""
    if executor is not None and not callable(getattr(executor, "submit", None)):
        raise TypeError(
            f"executor is {shown(executor)}; expected a concurrent.futures.Executor, or what has "
            "its submit"
        )


def solutions(
    problems: Iterable[Any],
    executor: Any,
    options: Mapping[str, Any],
    show: bool = False,
    chunksize: int = 1,
) -> Iterator[tuple[Problem | None, Any]]:
    """Give each problem with its transport, or with the exception that it ended with, in order."""
    try:
        total = len(problems)  # type: ignore[arg-type]
    except TypeError:
        total = None
    rest = _Rest(problems, options)
    waiting: deque[Chunk] = deque()
    with contextlib.ExitStack() as stack:
        submit, most = _workshop(executor, stack)
        stack.callback(_cancel, waiting)
        bar = stack.enter_context(progress_bar(show, "solve_many", total))
        while True:
            while len(waiting) < most and (entries := rest.read(chunksize)):
                waiting.append(Chunk.begun(entries, submit))
            if not waiting:
                break
            for problem, outcome in waiting.popleft().outcomes():
                bar(1)
                yield problem, outcome
    if rest.error is not None:
        raise rest.error


class _Rest:
    """The problems that are still to be read."""

    def __init__(self, problems: Iterable[Any], options: Mapping[str, Any]) -> None:
        self._iterator, self._options, self._is_over = iter(problems), options, False
        self.error: Exception | None = None  # that the iterator ended with, if it did

    def read(self, count: int) -> list[Problem | Exception]:
        """Read some problems, fewer at the end, with errors in the places of what is none."""
        entries: list[Problem | Exception] = []
        while len(entries) < count and not self._is_over:
            try:
                given = next(self._iterator)
            except StopIteration:
                self._is_over = True
            except Exception as error:  # the caller's own, raised when its turn comes
                self._is_over, self.error = True, error
            else:
                entries.append(_converted(given, self._options))
        return entries


class _Transports(Iterator[Any]):
    """What `solve_many` gives back: goes on after the error of a problem."""

    def __init__(self, solutions: Any, in_place: bool) -> None:
        self._solutions, self._in_place, self._next = solutions, in_place, 0

    def __next__(self) -> Any:
        problem, outcome = next(self._solutions)
        k, self._next = self._next, self._next + 1
        if isinstance(outcome, Transport):
            shortfall = problem.shortfall(outcome)
            if shortfall is None:
                return outcome
            try:
                warnings.warn(f"problems[{k}]: {shortfall}", ConvergenceWarning, stacklevel=2)
            except ConvergenceWarning as error:  # where warnings are errors
                if self._in_place:
                    return error
                raise
            return outcome
        named = _with_index(outcome, k)
        _log.warning("%s", named)
        if self._in_place:
            return named
        raise named

    def close(self) -> None:
        """Drop what is not solved yet, and end the threads."""
        self._solutions.close()


def _reader(problems: Any) -> Iterable[Any]:
    """Check that there are several problems, and not one in their place."""
    what = "expected an iterable of problems, each an array of sites or a dict"
    if isinstance(problems, Mapping) or getattr(problems, "ndim", None) == 2:
        raise ValueError(f"problems is {shown(problems)}, one problem; {what}: [problem]")
    if isinstance(problems, (str, bytes)):
        raise TypeError(f"problems is {shown(problems)}; {what}")
    try:
        iter(problems)
    except Exception:  # of any kind, as it is the value's own
        raise TypeError(f"problems is {shown(problems)}; {what}") from None
    return problems  # type: ignore[no-any-return]


def _converted(given: Any, options: Mapping[str, Any]) -> Problem | Exception:
    """A problem, or the error that says why it is none."""
    try:
        if isinstance(given, (tuple, list)) and any(map(_is_no_point, given[:3])):
            raise TypeError(
                f"it is a {type(given).__name__} of several arguments; expected an array of sites, "
                'or a dict of arguments by name: {"sites": sites, "masses": masses}'
            )
        arguments = dict(given) if isinstance(given, Mapping) else {"sites": given}
        for name in arguments:
            if name not in _DEFAULTS:
                raise TypeError(f"it has {shown(name)}; expected sites, {_listed()}")
        if "sites" not in arguments:
            raise TypeError("it has no sites; expected sites, or a dict in which they are")
        return Problem.of(**{**_DEFAULTS, **options, **arguments})
    except Exception as error:  # of any kind, as it may be the value's own
        return error


def _is_no_point(value: Any) -> bool:
    """Tell whether it is another argument of `solve`, where a point of a list should be."""
    return value is None or isinstance(value, Source) or getattr(value, "ndim", 0) == 2


def _workshop(
    executor: Any, stack: contextlib.ExitStack
) -> tuple[Callable[[list[Problem]], Any], int]:
    """How a chunk is begun, and how many are in hand at a time."""
    if executor is not None:
        workers = getattr(executor, "_max_workers", None)
        most = _IN_HAND * workers if isinstance(workers, int) else _IN_HAND_AT_LEAST
        return lambda problems: executor.submit(solve_all, problems), most
    threads = as_workers(-1)
    pool = stack.enter_context(ThreadPoolExecutor(threads))
    stop = threading.Event()
    stack.callback(stop.set)

    def submit(problems: list[Problem]) -> Any:
        stoppable = [replace(p, callback=_until(stop, p.callback)) for p in problems]
        return pool.submit(solve_all, stoppable)

    return submit, _IN_HAND * threads


def _until(stop: threading.Event, callback: Callback | None) -> Callback:
    """A callback that ends a solve at its next step once nobody waits for it any more."""

    def step(state: _core.StepRecord) -> None:
        if stop.is_set():
            raise StopIteration
        if callback is not None:
            callback(state)

    return step


def _cancel(waiting: Iterable[Chunk]) -> None:
    for chunk in waiting:
        chunk.cancel()


def _with_index(error: Exception, k: int) -> Exception:
    """The error of problem k with its index, of the same kind if that is one of the usual ones."""
    if isinstance(error, _SAME_KIND):
        kind = next(kind for kind in _SAME_KIND if isinstance(error, kind))
        named: Exception = kind(f"problems[{k}]: {error}")
    else:
        named = BrenierError(f"problems[{k}]: {type(error).__name__}: {error}")
    named.__cause__ = error
    return named


def _listed() -> str:
    return ", ".join(_OPTIONS)
