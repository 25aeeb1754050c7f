"""Print the oldest releases that a wheel allows of packages, as pip finds them for this Python.

python oldest.py WHEEL numpy scipy    prints numpy==1.24.0 scipy==1.8.0
"""

from __future__ import annotations

import email
import re
import subprocess
import sys
import zipfile
from pathlib import Path


def lower_bounds(wheel: Path) -> dict[str, str]:
    """Read what the wheel says that it needs, extras apart."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        requirements = email.message_from_bytes(archive.read(name)).get_all("Requires-Dist")
    return dict(
        re.fullmatch(r"([\w-]+)>=([\d.]+)", line).groups()
        for line in requirements
        if ";" not in line
    )


def releases(package: str) -> list[str]:
    """List those that come compiled for this Python."""
    command = [sys.executable, "-m", "pip", "index", "versions", "--only-binary=:all:", package]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return re.search(r"^Available versions: (.*)$", printed, re.M)[1].split(", ")


def as_numbers(release: str) -> tuple[int, ...]:
    """Order releases: 1.8 comes before 1.24.0, and that before 1.24.0.post1."""
    return tuple(int(number) for number in re.findall(r"\d+", release))


def oldest(package: str, bound: str) -> str:
    """Return the oldest release that is not below the bound."""
    allowed = [each for each in releases(package) if as_numbers(each) >= as_numbers(bound)]
    return min(allowed, key=as_numbers)


def main() -> int:
    """Print them in a line."""
    bounds = lower_bounds(Path(sys.argv[1]))
    print(*(f"{package}=={oldest(package, bounds[package])}" for package in sys.argv[2:]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
