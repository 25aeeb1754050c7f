"""Check that every relative link in the documentation points at a file that exists."""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"]
LINKS = re.compile(
    r"""!?\[[^\]]*\]\(\s*<?([^)\s>]+)   # [text](target), ![alt](target)
      | ^\s*\[[^\]]+\]:\s*<?([^\s>]+)   # [label]: target
      | \b(?:src|href)="([^"]+)"        # <img src="target">, <a href="target">
    """,
    re.VERBOSE | re.MULTILINE,
)
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]*`", re.DOTALL | re.MULTILINE)


def relative_links(page: Path) -> list[str]:
    """Targets of the page's links, without those to other sites and to the page itself."""
    text = CODE.sub("", page.read_text(encoding="utf-8"))
    targets = ["".join(groups) for groups in LINKS.findall(text)]
    return [t for t in targets if not re.match(r"[a-z][a-z0-9+.-]*:|#|//", t, re.IGNORECASE)]


def main() -> int:
    """Print every broken link; 0 if there is none."""
    pages = [page for page in PAGES if page.exists()] + sorted((ROOT / "docs").rglob("*.md"))
    broken = count = 0
    for page in pages:
        for target in relative_links(page):
            count += 1
            path = unquote(target.partition("#")[0])
            if not (page.parent / path).exists():
                broken += 1
                print(f"{page.relative_to(ROOT)}: {target} does not exist")
    print(f"{count} relative links in {len(pages)} pages, {broken} broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
