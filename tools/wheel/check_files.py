"""Fail if a wheel or an sdist in a folder is too large, or has in it what it should not have."""

from __future__ import annotations

import sys
import tarfile
import zipfile
from pathlib import Path

LARGEST = {".whl": 3_000_000, ".gz": 1_500_000}  # bytes
NOT_IN_SDIST = (".png", ".jpg", ".so", ".pyc")


def complaints_about_wheel(path: Path) -> list[str]:
    """Look for a tag that no index takes, and for libraries that were put beside the package."""
    name, *_, platform = path.stem.split("-")
    complaints = ["its tag is linux, which no index takes"] if platform.startswith("linux") else []
    with zipfile.ZipFile(path) as archive:
        tops = {member.partition("/")[0] for member in archive.namelist()}
    others = {top for top in tops if top != name and not top.endswith(".dist-info")}
    return complaints + [f"it has {top} in it" for top in sorted(others)]


def complaints_about_sdist(path: Path) -> list[str]:
    """Look for what nobody builds or tests with."""
    with tarfile.open(path) as archive:
        names = archive.getnames()
    return [f"it has {name} in it" for name in names if name.endswith(NOT_IN_SDIST)]


def main() -> int:
    """Print the sizes, and what is wrong; 0 if nothing is."""
    failed = 0
    checks = {".whl": complaints_about_wheel, ".gz": complaints_about_sdist}
    paths = [path for path in sorted(Path(sys.argv[1]).iterdir()) if path.suffix in checks]
    for path in paths:
        size, most = path.stat().st_size, LARGEST[path.suffix]
        complaints = checks[path.suffix](path)
        if size > most:
            complaints.append("it is too large")
        failed += len(complaints)
        print(f"{path.name}: {size / 1e6:.2f} MB, at most {most / 1e6:.1f}", *complaints, sep="; ")
    return 1 if failed or not paths else 0


if __name__ == "__main__":
    sys.exit(main())
