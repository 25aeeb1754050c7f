"""Check that each relative link in the documentation leads to a file, or a heading, that exists."""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
PAGES = ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"]
FOLDERS = ["docs", "examples"]
LINKS = re.compile(
    r"""!?\[[^\]]*\]\(\s*<?([^)\s>]+)   # [text](target), ![alt](target)
      | ^\s*\[[^\]]+\]:\s*<?([^\s>]+)   # [label]: target
      | \b(?:src|href)="([^"]+)"        # <img src="target">, <a href="target">
    """,
    re.VERBOSE | re.MULTILINE,
)
BLOCKS = re.compile(r"^(```|~~~).*?^\1", re.DOTALL | re.MULTILINE)
SPANS = re.compile(r"`[^`]*`")
HEADINGS = re.compile(r"^#+ +(.*?) *$", re.MULTILINE)


def relative_links(page: Path) -> list[str]:
    """Targets of the page's links, without those to other sites."""
    text = SPANS.sub("", BLOCKS.sub("", page.read_text(encoding="utf-8")))
    targets = ["".join(groups) for groups in LINKS.findall(text)]
    return [t for t in targets if not re.match(r"[a-z][a-z0-9+.-]*:|//", t, re.IGNORECASE)]


def anchors(page: Path) -> set[str]:
    """What links to the page's headings end with, as GitHub makes them."""
    headings = HEADINGS.findall(BLOCKS.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def is_broken(page: Path, target: str) -> bool:
    """Whether a link from the page leads nowhere."""
    path, _, anchor = target.partition("#")
    file = page.parent / unquote(path) if path else page
    if not file.exists():
        return True
    return bool(anchor) and file.suffix == ".md" and unquote(anchor) not in anchors(file)


def main() -> int:
    """Print every broken link; 0 if there is none."""
    pages = [ROOT / page for page in PAGES]
    pages += sorted(page for folder in FOLDERS for page in (ROOT / folder).rglob("*.md"))
    broken = count = 0
    for page in pages:
        for target in relative_links(page):
            count += 1
            if is_broken(page, target):
                broken += 1
                print(f"{page.relative_to(ROOT)}: {target} does not exist")
    print(f"{count} relative links in {len(pages)} pages, {broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
