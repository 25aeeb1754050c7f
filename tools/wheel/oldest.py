"""Print the oldest releases that a wheel allows of packages, as pip finds them for this Python.

python oldest.py WHEEL numpy scipy    prints numpy==1.24.0 scipy==1.8.0
"""

from __future__ import annotations

import bisect
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


def pip(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run this Python's pip."""
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments]
    return subprocess.run(command, capture_output=True, text=True)


def as_numbers(release: str) -> tuple[int, ...]:
    """Order releases: 1.8 comes before 1.24.0, and that before 1.24.0.post1."""
    return tuple(int(number) for number in re.findall(r"\d+", release))


def releases(package: str, bound: str) -> list[str]:
    """List those that are not below a bound, the oldest first."""
    printed = pip("index", "versions", package).stdout
    found = re.search(r"^Available versions: (.*)$", printed, re.M)[1].split(", ")
    return sorted((each for each in found if as_numbers(each) >= as_numbers(bound)), key=as_numbers)


def comes_compiled(requirement: str) -> bool:
    """Whether there is a wheel for this Python."""
    options = ("--dry-run", "--no-deps", "--only-binary=:all:")
    return pip("install", *options, requirement).returncode == 0


def oldest(package: str, bound: str) -> str:
    """Return the first release that comes compiled: those after it do, too."""
    pinned = [f"{package}=={release}" for release in releases(package, bound)]
    return pinned[bisect.bisect_left(pinned, True, key=comes_compiled)]


def main() -> int:
    """Print them in a line."""
    bounds = lower_bounds(Path(sys.argv[1]))
    print(*(oldest(package, bounds[package]) for package in sys.argv[2:]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
