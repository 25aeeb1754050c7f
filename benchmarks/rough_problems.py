"""Three hundred random transports from rough sources: how many are solved, in how many steps.

python benchmarks/rough_problems.py            # all of them; half a minute
python benchmarks/rough_problems.py 116 117    # number 116 alone
python benchmarks/rough_problems.py --decades 8
"""

from __future__ import annotations

import argparse
import warnings

import brenier
import numpy as np


def grid_axes(pixels: int) -> tuple[np.ndarray, np.ndarray]:
    """Return x and y in [-1, 1], (pixels, pixels) each."""
    return tuple(np.meshgrid(*2 * [np.linspace(-1, 1, pixels)]))


def sparse_pixels(rng: np.random.Generator) -> brenier.Source:
    """Return a raster of which some pixels are white."""
    shape = (rng.integers(2, 30), rng.integers(1, 30))
    picture = (rng.random(shape) < rng.uniform(0.05, 0.9)).astype(float)
    picture[0, 0] = max(picture[0, 0], not picture.any())
    return brenier.Raster(picture, (0, 0, 1, rng.uniform(0.2, 3)))


def discs(rng: np.random.Generator) -> brenier.Source:
    """Return a raster of a few grey discs on black ground."""
    x, y = grid_axes(int(rng.integers(20, 200)))
    picture = np.zeros(x.shape)
    for _ in range(rng.integers(1, 6)):
        distance = np.hypot(x - rng.uniform(-1, 1), y - rng.uniform(-1, 1))
        picture += rng.random() * (distance < rng.uniform(0.02, 0.4))
    picture[0, 0] = max(picture[0, 0], not picture.any())
    return brenier.Raster(picture)


def noise(rng: np.random.Generator) -> brenier.Source:
    """Return a raster of noise that is the darker, the higher its power."""
    pixels = int(rng.integers(20, 150))
    return brenier.Raster(rng.random((pixels, pixels)) ** rng.integers(1, 30))


def peak(rng: np.random.Generator) -> brenier.Source:
    """Return a raster of a bell, steep or not."""
    x, y = grid_axes(100)
    square = (x - rng.uniform(-0.5, 0.5)) ** 2 + (y - rng.uniform(-0.5, 0.5)) ** 2
    return brenier.Raster(np.exp(-square * rng.uniform(1, 300)))


def islands(rng: np.random.Generator) -> brenier.Source:
    """Return a domain of up to sixteen polygons apart from each other."""
    rings = []
    side = int(rng.integers(1, 5))
    for x, y in np.ndindex(side, side):
        if rings and rng.random() < 0.4:
            continue
        corners, radius = int(rng.integers(3, 9)), rng.uniform(0.05, 0.45)
        angle = 2 * np.pi * np.sort(rng.random(corners))
        if np.diff(angle, append=angle[0] + 2 * np.pi).max() > 3:
            angle = 2 * np.pi * np.arange(corners) / corners
        middle = np.array([x + 0.5, y + 0.5])
        rings.append(middle + radius * np.column_stack([np.cos(angle), np.sin(angle)]))
    return brenier.Uniform(rings)


def sites_of(kind: int, n: int, rng: np.random.Generator) -> np.ndarray:
    """Return n sites: anywhere, in clusters, far away, on a circle, on a grid with duplicates."""
    y = rng.random((n, 2))
    if kind == 1:
        return rng.random((5, 2))[rng.integers(0, 5, n)] + 0.02 * rng.normal(size=(n, 2))
    if kind == 2:
        return 1000 + 100 * rng.normal(size=(n, 2))
    if kind == 3:
        angle = 2 * np.pi * y[:, 0]
        return np.column_stack([np.cos(angle), np.sin(angle)]) + 0.01 * rng.normal(size=(n, 2))
    return np.round(y * np.ceil(np.sqrt(n))) if kind == 4 else y


def problem(
    seed: int, decades: float | None = None
) -> tuple[np.ndarray, np.ndarray | None, brenier.Source]:
    """Return sites, masses, maybe spread evenly over so many decades, and source."""
    rng = np.random.default_rng(seed)
    makers = [sparse_pixels, discs, noise, peak, islands, islands, islands]
    source = makers[rng.integers(len(makers))](rng)
    n = int(np.exp(rng.uniform(0, np.log(3000))))
    sites = sites_of(int(rng.integers(5)), n, rng)
    masses = None
    if decades is not None:
        masses = 10 ** (decades * rng.random(n))
        masses /= masses.sum()
    elif rng.random() < 0.4:
        masses = rng.random(n) ** rng.integers(1, 4) + 1e-6
        masses /= masses.sum()
    return sites, masses, source


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("first", type=int, nargs="?", default=0)
    parser.add_argument("end", type=int, nargs="?", default=300)
    parser.add_argument("--decades", type=float, help="spread masses over so many")
    args = parser.parse_args()
    steps, solved, limited = [], 0, 0
    for seed in range(args.first, args.end):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", brenier.ConvergenceWarning)
            t = brenier.solve(*problem(seed, args.decades))
        steps.append(t.nit)
        solved += t.success
        limited += t.status == "stalled" and t.max_relative_error < 1e-4
        if not t.success:
            print(
                f"number {seed}: {t.status} after {t.nit} steps, error {t.max_relative_error:.1e}"
            )
    print(
        f"{solved} of {len(steps)} solved, {limited} more to an error below 1e-4; "
        f"steps: median {np.median(steps):g}, most {max(steps)}"
    )


if __name__ == "__main__":
    main()
