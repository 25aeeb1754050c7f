"""``brenier atlas``: a page to walk in a solved plan in."""

from __future__ import annotations

import argparse
import runpy
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import brenier
from brenier._atlas.page import compose
from brenier._files import with_ending
from brenier._map_arrays import is_map_file
from brenier.command_line.outputs import Outputs
from brenier.command_line.tables import is_array, read_table, read_text
from brenier.loading import load_planar

__all__ = ["add_arguments", "main"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Give a parser the flags of the command."""
    parser.add_argument(
        "plan",
        type=Path,
        metavar="PLAN",
        help="an .npz made by brenier solve, or by ContinuousMap.save",
    )
    parser.add_argument("-o", "--output", type=Path, help="the page (default: PLAN.html)")
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument(
        "--pictures",
        type=Path,
        help="a .npy of the codes' pictures, (n, h, w), (n, h, w, 3) or (n, h * h)",
    )
    shown.add_argument(
        "--decoder",
        metavar="FILE.py:NAME",
        help="a function or torch module in a Python file, which is run: from codes to pictures",
    )
    parser.add_argument("--labels", type=Path, help="the codes' classes: .npy, or a line for each")
    parser.add_argument(
        "--side", type=int, default=64, help="decode on a grid of so many points squared (64)"
    )
    parser.add_argument("--title", help="the page's title (default: the plan's name)")
    parser.add_argument("--quiet", action="store_true", help="print errors only")
    parser.add_argument("--force", action="store_true", help="overwrite files that are there")


def main(options: argparse.Namespace) -> int:
    """Write the page that the parsed flags ask for; return the exit status."""
    inputs = [options.plan, options.pictures, options.labels]
    decoder = None
    if options.decoder is not None:
        file, name = _file_and_name(options.decoder)
        inputs.append(file)
        decoder = _read_decoder(file, name)
    outputs = Outputs(inputs, force=options.force)
    page = outputs.plan(with_ending(options.output or options.plan.with_suffix(""), ".html"))
    m = _read_map(options.plan)
    count = len(m.transport.sites)
    labels = None if options.labels is None else _read_labels(options.labels, count)
    pictures = None if options.pictures is None else _read_array(options.pictures)
    text = compose(
        m,
        decoder,
        labels=labels,
        side=options.side,
        title=options.title or options.plan.stem,
        pictures=pictures,
    )
    outputs.write(page, lambda draft: draft.write_text(text, encoding="utf-8"))
    if not options.quiet:
        print(f"codes     {count}")
        print(f"written   {page} ({len(text.encode()) / 1e6:.1f} MB)")
    return 0


def _read_map(plan: Path) -> brenier.ContinuousMap:
    """Read a map with its values and thresholds, or make that of a transport."""
    if is_map_file(plan):
        return brenier.ContinuousMap.load(plan)
    return brenier.ContinuousMap(load_planar(plan))


def _file_and_name(text: str) -> tuple[Path, str]:
    file, _, name = text.rpartition(":")
    if not file.endswith(".py") or not name.isidentifier():
        raise ValueError(f"--decoder is {text!r}; expected FILE.py:NAME")
    return Path(file), name


def _read_decoder(file: Path, name: str) -> Any:
    defined = runpy.run_path(str(file))
    if name not in defined:
        raise ValueError(f"{file} defines no {name}; --decoder is FILE.py:NAME")
    return defined[name]


def _read_array(path: Path) -> npt.NDArray[Any]:
    if not is_array(path):
        raise ValueError(f"{path} is no array of numpy's; expected a .npy: numpy.save(file, array)")
    return read_table(path, 2)


def _read_labels(path: Path, count: int) -> npt.NDArray[Any]:
    """Read labels: an array, or text with one in each line, perhaps below a header."""
    if is_array(path):
        return read_table(path, 1)
    stripped = (line.strip(" \t\r\"'") for line in read_text(path).splitlines())
    lines = [line for line in stripped if line]
    if len(lines) == count + 1:
        del lines[0]
    try:
        return np.array([int(line) for line in lines])
    except ValueError:
        return np.array(lines)
