"""A thousand problems of a thousand sites: what `solve_many` adds, and what a second thread gains.

The machine must be quiet for the second: its ratio is of wall-clock times.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import brenier
import problems
from targets import Goal, at_most
from timing import medians

COUNT, SITES = 1_000, 1_000


def test_many(targets):
    clouds = [problems.sites("uniform", SITES, seed) for seed in range(COUNT)]
    alone = sum(brenier.solve(sites).cost for sites in clouds[:10])
    assert sum(t.cost for t in brenier.solve_many(clouds[:10])) == alone
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(2) as two:
        bare, in_one, in_two = medians(
            3,
            lambda: [brenier.solve(sites) for sites in clouds],
            lambda: [None for _ in brenier.solve_many(clouds, executor=one)],
            lambda: [None for _ in brenier.solve_many(clouds, executor=two)],
            warm_up=False,
        )
    what = f"`solve_many` of {COUNT:,} problems"
    targets.add_ratio(f"{what}, one thread / `solve`", SITES, in_one, bare, at_most(1.05, 1))
    goal = Goal("≥ 1.8", "≥ 1.9")
    targets.add_ratio(f"{what}, one / two threads", SITES, in_one, in_two, goal, wall=True)
