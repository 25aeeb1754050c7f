"""Fail if modules of a package import each other in a circle; a circle is printed as a -> b -> a.

Usage: python tools/lint/import_circles.py [FOLDER]      (of the package; else python/brenier)

An import counts wherever it stands: at the top, in a function, under TYPE_CHECKING.

What it imports is the module that it names, of this package: `import p.a`, `from p.a import name`
and `from p import a` all import p.a and not p, although Python runs the `__init__` of p first. So a
package may import its own submodules, and these may import each other by their names. But `import
p`, and `from p import name` with a name that is no submodule, import the `__init__` of p: a module
that p imports must not do so.

An extension module is known by its stub. What is imported by a string, as importlib does, is not
seen.
"""

from __future__ import annotations

import ast
import os
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

Imports = dict[str, dict[str, str]]  # module: {what it imports: "file:line" where it does so}


def modules_of(package: Path) -> dict[str, Path]:
    """Find the files of the modules, by their full names."""
    modules = {}
    for pattern in ("*.pyi", "*.py"):  # of a module that has both, the file that is run
        for file in sorted(package.rglob(pattern)):
            parts = file.relative_to(package.parent).with_suffix("").parts
            modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return modules


def named_modules(node: ast.AST, package: list[str], modules: dict[str, Path]) -> Iterator[str]:
    """Tell which modules an import names, in a module of this package."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        above = package[: len(package) - node.level + 1] if node.level else []
        origin = ".".join([*above, *([node.module] if node.module else [])])
        for alias in node.names:
            submodule = f"{origin}.{alias.name}"
            yield submodule if submodule in modules else origin


def imports_of(modules: dict[str, Path]) -> Imports:
    """Read what each module imports of the others."""
    imports: Imports = {name: {} for name in modules}
    for name, file in modules.items():
        package = name.split(".") if file.stem == "__init__" else name.split(".")[:-1]
        for node in ast.walk(ast.parse(file.read_bytes(), str(file))):
            for other in named_modules(node, package, modules):
                if other in modules and other != name:
                    imports[name].setdefault(other, f"{os.path.relpath(file)}:{node.lineno}")
    return imports


def circle_through(start: str, imports: Imports) -> list[str]:
    """Find a shortest circle from a module back to it: its modules, or [] if there is none."""
    reached, todo = {start: ""}, deque([start])
    while todo:
        module = todo.popleft()
        for other in imports[module]:
            if other == start:
                circle = [module]
                while circle[0] != start:
                    circle.insert(0, reached[circle[0]])
                return circle
            if other not in reached:
                reached[other] = module
                todo.append(other)
    return []


def main() -> int:
    """Print a circle for every module that is in one, each circle once."""
    root = Path(__file__).resolve().parents[2]
    package = Path(sys.argv[1]) if len(sys.argv) > 1 else root / "python" / "brenier"
    imports = imports_of(modules_of(package))
    seen = set()
    for module in sorted(imports):
        circle = circle_through(module, imports)
        if circle and frozenset(circle) not in seen:
            seen.add(frozenset(circle))
            print(" -> ".join([*circle, circle[0]]))
            for one, other in zip(circle, [*circle[1:], circle[0]], strict=True):
                print(f"  {imports[one][other]}: imports {other}")
    return 1 if seen else 0


if __name__ == "__main__":
    sys.exit(main())
