"""What a shell needs to complete the command line: scripts for bash, zsh and fish.

They are made of the parser, so that they know its commands and options, and run nothing of ours
when the key is pressed.
"""

from __future__ import annotations

import argparse
import shlex
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["SHELLS", "PrintCompletion", "script"]


@dataclass(frozen=True)
class _Option:
    """An option, and what follows it: one of some words, a number, the name of a file, nothing."""

    names: tuple[str, ...]
    help: str
    words: tuple[str, ...]
    follows: str  # "words", "number", "file" or "nothing"


@dataclass(frozen=True)
class _Command:
    name: str
    help: str
    options: tuple[_Option, ...]
    takes_files: bool


class PrintCompletion(argparse.Action):
    """Print the script for a shell, and end, as ``--version`` does."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        """Print the script for the shell of that name."""
        print(script(parser, values), end="")
        parser.exit()


def script(parser: argparse.ArgumentParser, shell: str) -> str:
    """Write the script for one of `SHELLS`, with all commands and options of a parser."""
    commands = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            helps = {choice.dest: choice.help or "" for choice in action._choices_actions}
            commands = [_command(name, helps[name], one) for name, one in action.choices.items()]
    return _WRITERS[shell](_options(parser), commands)


def _command(name: str, help: str, parser: argparse.ArgumentParser) -> _Command:
    takes_files = any(not action.option_strings for action in parser._actions)
    return _Command(name, help, _options(parser), takes_files)


def _options(parser: argparse.ArgumentParser) -> tuple[_Option, ...]:
    return tuple(_option(action) for action in parser._actions if action.option_strings)


def _option(action: argparse.Action) -> _Option:
    words = tuple(str(word) for word in action.choices or ())
    if action.nargs == 0:
        follows = "nothing"
    elif words:
        follows = "words"
    else:
        follows = "number" if action.type in (int, float) else "file"
    help = " ".join(((action.help or "") % vars(action)).split())
    return _Option(tuple(action.option_strings), help, words, follows)


def _names(options: Iterable[_Option]) -> str:
    return " ".join(name for option in options for name in option.names)


def _bash(own: Sequence[_Option], commands: Sequence[_Command]) -> str:
    words, options = [], [f'"") COMPREPLY=($(compgen -W "{_names(own)}" -- "$word")) ;;']
    for command, offered in [("", own), *((c.name, c.options) for c in commands)]:
        for option in offered:
            if option.words:
                cases = "|".join(f'"{command} {name}"' for name in option.names)
                choices = " ".join(option.words)
                words.append(
                    f'{cases}) COMPREPLY=($(compgen -W "{choices}" -- "$word")); return ;;'
                )
        if command:
            names = _names(offered)
            options.append(f'{command}) COMPREPLY=($(compgen -W "{names}" -- "$word")) ;;')
    names = " ".join(command.name for command in commands)
    return _BASH.format(
        names=names,
        cases=names.replace(" ", "|"),
        words=textwrap.indent("\n".join(words), 8 * " "),
        options=textwrap.indent("\n".join(options), 12 * " "),
    )


_BASH = """\
# Completion of brenier in bash: eval "$(brenier --print-completion bash)"
_brenier() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" command="" k
    for ((k = 1; k < COMP_CWORD; k++)); do
        case "${{COMP_WORDS[k]}}" in
            {cases}) command="${{COMP_WORDS[k]}}"; break ;;
        esac
    done
    COMPREPLY=()
    case "$command $before" in
{words}
    esac
    if [[ "$word" == -* ]]; then
        case "$command" in
{options}
        esac
    elif [[ -z "$command" ]]; then
        COMPREPLY=($(compgen -W "{names}" -- "$word"))
    fi
}}
complete -o default -F _brenier brenier
"""


def _zsh(own: Sequence[_Option], commands: Sequence[_Command]) -> str:
    cases = []
    for command in commands:
        lines = [spec for option in command.options for spec in _zsh_specs(option)]
        lines += ["'*:file:_files'"] if command.takes_files else []
        cases.append(f"{command.name})\n    _arguments {_continued(lines)} ;;")
    described = " ".join(
        f"{command.name}\\:{shlex.quote(_escaped(command.help))}" for command in commands
    )
    first = [spec for option in own for spec in _zsh_specs(option)]
    first += [shlex.quote(f"1:command:(({described}))"), "'*::argument:->rest'"]
    return _ZSH.format(first=_continued(first), cases=textwrap.indent("\n".join(cases), 8 * " "))


def _zsh_specs(option: _Option) -> list[str]:
    after = {
        "nothing": "",
        "words": f":word:({' '.join(option.words)})",
        "number": ":number: ",
        "file": ":file:_files",
    }[option.follows]
    return [shlex.quote(f"{name}[{_escaped(option.help)}]{after}") for name in option.names]


def _escaped(text: str) -> str:
    """A description, without the characters that mean something to zsh's `_arguments`."""
    for character in "\\[]:'\"":
        text = text.replace(character, "" if character in "\\'\"" else f"\\{character}")
    return text


def _continued(lines: Iterable[str]) -> str:
    return " \\\n        ".join(lines)


_ZSH = """\
#compdef brenier
# Completion of brenier in zsh: eval "$(brenier --print-completion zsh)", after compinit
_brenier() {{
    local context state line
    typeset -A opt_args
    _arguments -C {first}
    [[ "$state" == rest ]] || return
    case "${{line[1]}}" in
{cases}
    esac
}}
if [[ "${{funcstack[1]}}" == _brenier ]]; then _brenier "$@"; else compdef _brenier brenier; fi
"""


def _fish(own: Sequence[_Option], commands: Sequence[_Command]) -> str:
    lines = [
        "# Completion of brenier in fish: brenier --print-completion fish | source",
        "complete -c brenier -f",
        *(_fish_option(option, "__fish_use_subcommand") for option in own),
    ]
    for command in commands:
        help = shlex.quote(command.help)
        lines.append(f"complete -c brenier -n __fish_use_subcommand -a {command.name} -d {help}")
        there = f"__fish_seen_subcommand_from {command.name}"
        if command.takes_files:
            lines.append(f"complete -c brenier -n '{there}' -F")
        lines += [_fish_option(option, there) for option in command.options]
    return "\n".join(lines) + "\n"


def _fish_option(option: _Option, condition: str) -> str:
    names = [
        f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names
    ]
    after = {
        "nothing": "",
        "words": f" -x -a '{' '.join(option.words)}'",
        "number": " -x",
        "file": " -r -F",
    }[option.follows]
    help = option.help.replace("\\", "\\\\").replace("'", "\\'")
    return f"complete -c brenier -n '{condition}' {' '.join(names)}{after} -d '{help}'"


_WRITERS: dict[str, Callable[[Sequence[_Option], Sequence[_Command]], str]] = {
    "bash": _bash,
    "zsh": _zsh,
    "fish": _fish,
}
SHELLS = tuple(_WRITERS)
