"""Check the pages: short lines, a short README, a table of files that names every header."""

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
CORE = ROOT / "cpp" / "brenier"
LONGEST = 100
README_LINES = 120


def long_lines(page: Path) -> list[int]:
    """The numbers of lines that are too long, but for rows of tables, which cannot be broken.

    Nor can an image with its description: a picture stands on a line of its own.
    """
    lines = page.read_text(encoding="utf-8").splitlines()
    return [
        number
        for number, line in enumerate(lines, 1)
        if len(line) > LONGEST and not line.startswith(("|", "!["))
    ]


def named_headers() -> set[str]:
    """The files that docs/design/files.md has a row for, without their endings."""
    names, room = set(), ""
    for line in (ROOT / "docs" / "design" / "files.md").read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## (?:`(.*/)`)?", line):
            room = heading[1] or ""
        elif row := re.match(r"\| `([\w]+)(?:\.hpp)?` \|", line):
            names.add(room + row[1])
    return names


def main() -> int:
    """Print what is wrong; 0 if nothing is."""
    pages = [ROOT / page for page in PAGES] + sorted((ROOT / "docs").rglob("*.md"))
    complaints = [
        f"{page.relative_to(ROOT)}:{number}: longer than {LONGEST} characters"
        for page in pages
        for number in long_lines(page)
    ]
    lines = len((ROOT / "README.md").read_text(encoding="utf-8").splitlines())
    if lines > README_LINES:
        complaints.append(f"README.md: {lines} lines, over {README_LINES}")
    headers = {path.relative_to(CORE).with_suffix("").as_posix() for path in CORE.rglob("*.hpp")}
    named = named_headers()
    complaints += [f"docs/design/files.md: {name} is missing" for name in sorted(headers - named)]
    complaints += [f"docs/design/files.md: there is no {name}" for name in sorted(named - headers)]
    print("\n".join([*complaints, f"{len(pages)} pages, {len(complaints)} complaints"]))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
