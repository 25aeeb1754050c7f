"""Draw times against n, ours and others', from the table of docs/performance.md.

    python benchmarks/peers/plot.py            # writes docs/images/peers.png

The table has, for each n and each other solver, the ratio and both times: "21 (0.11 s / 0.0053 s)".
"""

from __future__ import annotations

import re
from pathlib import Path

from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parents[2]
COLOURS = {"sdot": "#c8702a", "pysdot": "#8a9a3a", "POT": "#94608f", "brenier": "#22303c"}


def read(page: str) -> dict[str, list[tuple[float, float]]]:
    """For each solver the pairs (n, seconds); ours are the means over what each is beside."""
    table = page.partition("## Other solvers")[2]
    header, _, *rows = re.findall(r"^\|(.*)\|$", table, re.MULTILINE)
    names = [cell.split()[0] for cell in header.split("|")[1:]]
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in (*names, "brenier")}
    for row in rows:
        size, *cells = row.split("|")
        if not re.fullmatch(r" 1e\d ", size):
            break
        ours = []
        for name, cell in zip(names, cells, strict=True):
            if found := re.search(r"\(([\d.]+) s / ([\d.]+) s\)", cell):
                times[name].append((float(size), float(found[1])))
                ours.append(float(found[2]))
        times["brenier"].append((float(size), sum(ours) / len(ours)))
    return times


def main() -> None:
    """Draw the figure."""
    times = read((ROOT / "docs" / "performance.md").read_text("utf-8"))
    figure = Figure(figsize=(7, 4.2), layout="constrained")
    ax = figure.subplots()
    for name, pairs in times.items():
        label = "POT, semi-discrete, error 2" if name == "POT" else name
        ax.loglog(*zip(*pairs, strict=True), "o-", color=COLOURS[name], label=label)
    ax.set(xlabel="sites n", ylabel="seconds to a relative error of 1e-6")
    ax.grid(alpha=0.3)
    ax.legend()
    figure.savefig(ROOT / "docs" / "images" / "peers.png", dpi=110)


if __name__ == "__main__":
    main()
