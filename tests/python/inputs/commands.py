"""Commands of `brenier`, run in this process, and what they say."""

from __future__ import annotations

from pathlib import Path

from brenier.__main__ import main


def run(*arguments):
    return main([str(argument) for argument in arguments])


def written(capsys):
    """The files that a command says that it has written."""
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("written")]
    return [Path(name) for name in line.removeprefix("written").strip().split(", ")]
