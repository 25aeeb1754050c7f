"""Fail if a file, a line of C++ or a function of cpp/brenier/newton is longer than it may be."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ["cpp", "python", "tests", "benchmarks", "examples", "tools", "docs", "cmake"]
CODE = {".cpp", ".hpp", ".py", ".pyi", ".sh", ".cmake", ".js", ".css"}
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
LONGEST_LINE = 100  # clang-format leaves comments as they are
SHORT_FUNCTIONS = "cpp/brenier/newton"

# What is none of a function, or has braces that are none of the code's.
COMMENT, DIRECTIVE = r"//[^\n]*|/\*.*?\*/", r"^\s*#[^\n]*"
LABEL = r"\b(?:public|private|protected):"
STRING, CHARACTER = r'"(?:\\.|[^"\\\n])*"', r"'(?:\\.|[^'\\\n])'"
NOT_CODE = re.compile("|".join([COMMENT, DIRECTIVE, LABEL, STRING, CHARACTER]), re.S | re.M)
SCOPE = re.compile(r"(template\s*<[^{]*>\s*)?(inline\s+)?(namespace|class|struct|enum|union)\b")


def files() -> list[Path]:
    """Find all that is code."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    return [ROOT / "dev", *(path for path in sorted(found) if path.suffix in CODE)]


def functions(code: str) -> Iterator[tuple[int, int, str]]:
    """Find the functions of a file of C++: their first and last lines, and their first line's text.

    They are what is in braces and in nothing but namespaces and classes; lambdas and loops belong
    to the function around them.
    """
    code = NOT_CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), code)
    start, depth, opened = 0, 0, ("", 0)
    for brace in re.finditer(r"[{};]", code):
        head = code[start : brace.start()].strip()
        if depth == 0 and brace[0] == "{" and SCOPE.match(head):
            start = brace.end()
        elif brace[0] == "{":
            if depth == 0:
                opened = head, brace.start() - len(code[start : brace.start()].lstrip())
            depth += 1
        elif depth == 0:
            start = brace.end()
        elif brace[0] == "}":
            depth -= 1
            if depth == 0:
                head, begin = opened
                lines = code.count("\n", 0, begin) + 1, code.count("\n", 0, brace.end()) + 1
                yield *lines, head.partition("\n")[0]
                start = brace.end()


def main() -> int:
    """Print what is wrong; 0 if nothing is."""
    complaints, count = [], 0
    for path in files():
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        count += 1
        if (lines := len(text.splitlines())) > LONGEST_FILE:
            complaints.append(f"{name}: {lines} lines; a file has at most {LONGEST_FILE}")
        if path.suffix in {".cpp", ".hpp"}:
            for k, line in enumerate(text.splitlines(), 1):
                if len(line) > LONGEST_LINE:
                    complaints.append(f"{name}:{k}: a line has at most {LONGEST_LINE} characters")
        if not name.startswith(SHORT_FUNCTIONS):
            continue
        for first, last, head in functions(text):
            if (lines := last - first + 1) > LONGEST_FUNCTION:
                limit = f"a function here has at most {LONGEST_FUNCTION}"
                complaints.append(f"{name}:{first}: {lines} lines; {limit}: {head}")
    print("\n".join([*complaints, f"{count} files"]))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
