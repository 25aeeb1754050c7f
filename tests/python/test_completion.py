"""The scripts of `brenier --print-completion`, asked by the shells themselves where they are."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import time

import pytest
from brenier.__main__ import main

pty = pytest.importorskip("pty")  # of shells that are not Windows'

COMMANDS = {"solve", "sample", "plot", "atlas", "demo", "info"}
POLICIES = {"reject", "snap", "only", "keep"}
CASES = {
    "brenier ": COMMANDS,
    "brenier s": {"solve", "sample"},
    "brenier --ver": {"--version"},
    "brenier --print-completion ": {"bash", "zsh", "fish"},
    "brenier sample --singular ": POLICIES,
    "brenier sample plan.npz --singular k": {"keep"},
    "brenier solve --m": {"--masses", "--max-iter"},
    "brenier solve codes.npy --bo": {"--bounds"},
    "brenier plot --what s": {"singular"},
}
each_case = pytest.mark.parametrize(("typed", "expected"), CASES.items(), ids=CASES)


@pytest.fixture
def script(request, capsys, tmp_path):
    """The file that a shell reads, in an otherwise empty folder but for three others."""
    shell = request.function.__name__.split("_")[1]
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    with pytest.raises(SystemExit) as end:
        main(["--print-completion", shell])
    assert end.value.code == 0
    (tmp_path / "script").write_text(capsys.readouterr().out, encoding="utf-8")
    for name in ("codes.npy", "codes-samples.npy", "other.csv"):
        (tmp_path / name).touch()
    return tmp_path / "script"


def asked(shell, program, script):
    done = subprocess.run(
        [shell, *program], capture_output=True, text=True, timeout=60, cwd=script.parent
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def bash(script, typed):
    words = typed.split(" ")
    program = 'source ./script; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _brenier; '
    program += '[ ${#COMPREPLY[@]} = 0 ] || printf "%s\\n" "${COMPREPLY[@]}"'
    return set(asked("bash", ["--norc", "-c", program, "-", *words], script))


@each_case
def test_bash_completes(script, typed, expected):
    assert bash(script, typed) == expected


def test_bash_leaves_files_to_itself(script):
    assert bash(script, "brenier solve co") == bash(script, "brenier solve --masses co") == set()
    printed = asked("bash", ["--norc", "-c", "source ./script; complete -p brenier"], script)
    assert printed == ["complete -o default -F _brenier brenier"]


def fish(script, typed):
    program = f"source ./script; complete -C '{typed}'"
    lines = asked("fish", ["--no-config", "-c", program], script)
    return {line.split("\t")[0] for line in lines}


@each_case
def test_fish_completes(script, typed, expected):
    assert fish(script, typed) - {"-m", "-h"} == expected


def test_fish_offers_files(script):
    files = {"codes.npy", "codes-samples.npy"}
    assert fish(script, "brenier solve co") == fish(script, "brenier solve --masses co") == files


def zsh(script, typed, ends):
    """Press the key in a terminal, and read until what is expected is there."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(script.parent)
        os.execvpe("zsh", ["zsh", "-f", "-i"], {**os.environ, "TERM": "dumb", "COLUMNS": "200"})
    try:
        ready = "autoload -U compinit; compinit -u -D; setopt NO_BEEP AUTO_LIST NO_LIST_AMBIGUOUS"
        os.write(terminal, f"PS1=; {ready}; source ./script; print rea''dy\n".encode())
        shown = _read(terminal, lambda text: "ready" in text)
        assert "ready" in shown
        os.write(terminal, typed.encode() + b"\t")
        return _read(terminal, lambda text: all(end in text for end in ends))
    finally:
        os.close(terminal)
        os.waitpid(pid, 0)


def _read(terminal, enough):
    text, last = "", time.monotonic() + 30
    while not enough(text) and time.monotonic() < last:
        if select.select([terminal], [], [], 0.2)[0]:
            text += os.read(terminal, 4096).decode("utf-8", "replace")
    return text


@each_case
def test_zsh_completes(script, typed, expected):
    shown = zsh(script, typed, expected)
    assert all(word in shown for word in expected)
    others = {word for words in CASES.values() for word in words} - expected
    assert not [word for word in others if word in shown.replace(typed, "").split()]


def test_zsh_offers_files(script):
    shown = zsh(script, "brenier solve o", ["other.csv"])
    assert "other.csv" in shown


def test_another_shell_is_refused(capsys):
    with pytest.raises(SystemExit) as end:
        main(["--print-completion", "sh"])
    assert end.value.code == 2
    assert "--print-completion: invalid choice" in capsys.readouterr().err
