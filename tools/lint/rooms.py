"""Fail if a file of the core includes, directly or through others, what its room may not.

Each such file is printed with the way by which it comes to a header that is forbidden to it.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

CPP = Path(__file__).resolve().parents[2] / "cpp"

# Each room of cpp/brenier, and those that its files may include: these, and what these may include.
# Every file may include its own room, and the headers beside the rooms, which include no room.
MAY_INCLUDE = {
    "waist": [],
    "discrete": [],
    "linalg": ["waist"],
    "newton": ["linalg", "waist"],
    "plane/points": [],
    "plane/domain": ["plane/points"],
    "plane/density": ["plane/domain"],
    "plane/triangulation": ["plane/points"],
    "plane/diagram": ["plane/domain", "plane/triangulation"],
    "plane/measure": ["plane/density", "plane/diagram", "waist"],
    "plane/problem": ["discrete", "plane/measure"],
    "plane/periodic": ["plane/problem"],
    "map": ["plane/measure"],
    "transport": ["newton", "plane/periodic"],
    "space/points": [],
    "space/domain": ["space/points"],
    "space/triangulation": ["space/points"],
    "space/diagram": ["space/domain", "space/triangulation"],
    "space/measure": ["space/diagram", "waist"],
    "space/problem": ["space/measure", "waist"],
    "space/map": ["space/measure"],
    "space/periodic": ["space/problem"],
    "space/transport": ["newton", "space/periodic"],
    "sampled": ["newton"],
}
BESIDE = "."


def room_of(file: str) -> str:
    """Name the room of a file, which is given by its path in cpp, as the table does."""
    return os.path.relpath(os.path.dirname(file), "brenier")


def allowed(room: str) -> set[str]:
    """Find all rooms that the files of a room may include."""
    result = {room, BESIDE}
    for other in MAY_INCLUDE.get(room, []):
        result |= allowed(other)
    return result


def included(files: list[str]) -> dict[str, list[str]]:
    """Ask the compiler what of ours each file includes, directly or through others.

    Headers that are not ours it need not look for: it is told that these will be there (-MG).
    """
    names = [os.environ.get("CXX"), "c++", "g++", "clang++"]
    compiler = next((name for name in names if name and shutil.which(name)), "c++")
    options = ["-std=c++20", "-MM", "-MG", "-nostdinc", "-nostdinc++", "-w", "-I.", "-xc++"]
    rules = subprocess.run(
        [compiler, *options, *files], cwd=CPP, check=True, stdout=subprocess.PIPE, text=True
    ).stdout.replace("\\\n", " ")
    result = {}
    for rule in rules.splitlines():
        file, *headers = map(os.path.normpath, rule.partition(": ")[2].split())
        result[file] = [header for header in headers if (CPP / header).exists()]
    return result


def way_to(headers: set[str], file: str) -> list[str]:
    """Find a shortest way by which the file comes to include one of the headers."""
    ways, seen = [[file]], {file}
    for way in ways:
        if way[-1] in headers:
            return way
        for name in re.findall(r'^#include "(.+?)"', (CPP / way[-1]).read_text("utf-8"), re.M):
            if name not in seen and (CPP / name).exists():
                seen.add(name)
                ways.append([*way, name])
    return [file, *sorted(headers)]


def main() -> int:
    """Print what is wrong; 0 if nothing is."""
    files = sorted(path.relative_to(CPP).as_posix() for path in CPP.glob("brenier/**/*.?pp"))
    unknown = {room_of(file) for file in files} - {*MAY_INCLUDE, BESIDE}
    complaints = [f"cpp/brenier/{room}: the table does not name this room" for room in unknown]
    for file, headers in included(files).items():
        room = room_of(file)
        forbidden = {header for header in headers if room_of(header) not in allowed(room)}
        if forbidden and room not in unknown:
            way = way_to(forbidden, file)
            whose = "what is beside the rooms" if room == BESIDE else room
            complaints.append(f"cpp/{file}: {whose} may not include {room_of(way[-1])}")
            complaints += [f"    includes {header}" for header in way[1:]]
    print("\n".join([*complaints, f"{len(files)} files"]))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
