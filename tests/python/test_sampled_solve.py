"""`solve_sampled`: masses as they should be, in any dimension, beside answers that are exact."""

from __future__ import annotations

import warnings

import brenier
import numpy as np
import pytest
from scipy.special import ndtr


def clusters(n: int, d: int, seed: int = 0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    centres = rng.normal(size=(5, d))
    return centres[rng.integers(0, 5, n)] + 0.3 * rng.normal(size=(n, d))


@pytest.mark.parametrize(("n", "d"), [(2, 1), (50, 1), (200, 2), (150, 3), (300, 16), (200, 64)])
def test_the_error_is_below_the_tolerance_on_samples_of_our_own(n: int, d: int) -> None:
    y = clusters(n, d)
    t = brenier.solve_sampled(y, rng=1)
    assert t.success
    assert t.error <= 0.1
    x = np.random.default_rng(99).normal(size=(100_000, d))
    powers = ((x[:, None, :3] - y[:, :3]) ** 2).sum(axis=2) if d <= 3 else None
    index = t.index(x)
    if powers is not None:
        assert np.array_equal(index, np.argmin(powers - t.weights, axis=1))
    counts = np.bincount(index, minlength=n)
    square = n * np.sum(counts * (counts - 1.0)) / (1e5 * (1e5 - 1)) - 1
    assert square <= 0.14**2
    assert abs(np.sum(t.masses * t.weights)) < 1e-9


def test_in_the_plane_the_exact_masses_of_its_weights_are_in_the_interval() -> None:
    covered = []
    for seed in range(12):
        y = np.random.default_rng(seed).random((40, 2))
        nu = np.random.default_rng(100 + seed).uniform(0.5, 1.5, 40)
        nu /= nu.sum()
        t = brenier.solve_sampled(y, nu, brenier.Uniform(), rng=seed)
        masses = brenier.PowerDiagram(y, t.weights).masses
        low, high = t.error_interval
        covered.append(low <= np.sqrt(np.sum((masses - nu) ** 2 / nu)) <= high)
    assert sum(covered) >= 10  # of 12, at 0.95 each


@pytest.mark.parametrize("d", [2, 3])
def test_in_plane_and_space_weights_and_dual_value_agree_with_the_exact_ones(d: int) -> None:
    if d == 3:
        pytest.importorskip("brenier_space")
    y = np.random.default_rng(3).random((100, d))
    nu = np.random.default_rng(4).uniform(0.5, 1.5, 100)
    nu /= nu.sum()
    source = brenier.Uniform() if d == 2 else brenier.Uniform(((0, 0, 0), (1, 1, 1)))
    exact = brenier.solve(y, nu, source)
    t = brenier.solve_sampled(y, nu, source, tol=0.05, rng=5)
    of_exact = t.certify(100_000, rng=6, weights=exact.weights)
    assert of_exact.error_interval[0] == 0.0
    assert of_exact.error_interval[1] < 0.05
    intervals = [t.certify(50_000, rng=seed).dual_interval for seed in range(20)]
    assert sum(low <= exact.dual_value <= high for low, high in intervals) >= 16  # at 0.95 each
    masses = brenier.PowerDiagram(y, t.weights, source).masses
    low, high = t.error_interval
    assert 0.9 * low <= np.sqrt(np.sum((masses - nu) ** 2 / nu)) <= 1.1 * high
    # To first order the weights are off by what moves masses by no more than the error says.
    moved = exact.diagram.hessian() @ (t.weights - exact.weights)
    assert 0.8 * low <= np.sqrt(np.sum(moved**2 / nu)) <= 1.2 * high


def test_on_a_line_borders_are_quantiles() -> None:
    y = np.array([[-1.5], [0.2], [0.4], [3.0]])
    nu = np.array([0.1, 0.4, 0.3, 0.2])
    t = brenier.solve_sampled(y, nu, tol=0.02, rng=0)
    w = t.weights
    borders = [
        (y[k + 1, 0] ** 2 - y[k, 0] ** 2 - w[k + 1] + w[k]) / (2 * (y[k + 1, 0] - y[k, 0]))
        for k in range(3)
    ]
    assert ndtr(borders) == pytest.approx(np.cumsum(nu)[:3], abs=0.01)


def test_a_box_in_three_dimensions_is_cut_into_slabs() -> None:
    y = np.column_stack([np.linspace(0, 1, 4), np.zeros(4), np.zeros(4)])
    t = brenier.solve_sampled(y, source="uniform", tol=0.02, rng=0)
    x = np.array([[0.1, 0.5, 0.9], [0.3, 0, 0], [0.6, 1, 1], [0.9, 0.3, 0.3]])
    assert t.index(x).tolist() == [0, 1, 2, 3]


def test_a_function_as_source_and_float32_sites() -> None:
    y = clusters(60, 4).astype(np.float32)
    t = brenier.solve_sampled(y, source=lambda n, rng: rng.laplace(3.0, 2.0, (n, 4)), rng=0)
    assert t.success
    x, index = t.sample(50_000, rng=2)
    assert np.abs(x.mean(axis=0) - 3).max() < 0.1
    counts = np.bincount(index, minlength=60) / 50_000
    assert np.sqrt(60 * np.sum((counts - 1 / 60) ** 2)) < 0.13


def test_copies_share_a_cell_and_sites_without_mass_have_none() -> None:
    y = clusters(40, 5)
    y[7] = y[3]
    y[20] = -0.0
    y[21] = 0.0
    nu = np.full(40, 1 / 38)
    nu[[10, 11]] = 0.0
    t = brenier.solve_sampled(y, nu, rng=0)
    assert t.success
    assert t.groups[7] == 3
    assert t.groups[21] == 20
    assert t.weights[7] == t.weights[3]
    x, index = t.sample(20_000, rng=1)
    assert not np.isin(index, [7, 10, 11, 21]).any()
    assert np.mean(index == 3) == pytest.approx(2 / 38, rel=0.2)
    powers = ((x[:2000, None] - y) ** 2).sum(axis=2) - t.weights
    assert not np.isin(np.argmin(powers, axis=1), [10, 11]).any()


@pytest.mark.parametrize("width", [1e-3, 1.0, 1e3])
@pytest.mark.parametrize("far", [0.0, 100.0])
def test_sites_without_mass_are_hidden_wherever_they_and_the_others_lie(
    width: float, far: float
) -> None:
    rng = np.random.default_rng(0)
    own = far + width * rng.normal(size=(20, 3))
    none = np.concatenate([rng.normal(size=(5, 3)), 1e4 * rng.normal(size=(5, 3)), own[:3] + width])
    y = np.concatenate([own, none, own.mean(axis=0, keepdims=True)])
    nu = np.r_[np.full(20, 1 / 20), np.zeros(len(y) - 20)]
    t = brenier.solve_sampled(y, nu, rng=0)
    x, index = t.sample(5000, rng=1)
    powers = ((x[:, None] - y) ** 2).sum(axis=2) - t.weights
    assert np.array_equal(np.argmin(powers, axis=1), index)
    # Not more than that: weights of a size that costs no digits.
    spread = np.linalg.norm(own[0] - y, axis=1).max() + np.linalg.norm(y, axis=1).max()
    assert np.abs(t.weights).max() < 10 * (spread + 40) * spread


def test_one_site_gets_everything() -> None:
    t = brenier.solve_sampled([[3.0, 4.0]], rng=0)
    assert t.success
    assert t.error == 0.0
    assert t.index(np.zeros((2, 2))).tolist() == [0, 0]
    both = brenier.solve_sampled([[3.0], [3.0]], rng=0)
    assert both.success


@pytest.mark.parametrize("scale", [1e-140, 1e-9, 1e9, 1e140])
def test_numbers_of_any_size(scale: float) -> None:
    y = clusters(50, 6)
    t = brenier.solve_sampled(y, rng=0)
    scaled = brenier.solve_sampled(scale * y, rng=0)
    assert scaled.success
    x = np.random.default_rng(0).normal(size=(100, 6))
    assert np.array_equal(t.index(x), scaled.index(x))
    far = brenier.solve_sampled(y + 1e8, rng=0)
    assert np.mean(far.index(x) == t.index(x)) > 0.95


def test_the_same_seed_gives_the_same_bits_with_any_number_of_workers() -> None:
    y = clusters(100, 8)
    one, three = (brenier.solve_sampled(y, rng=4, workers=k) for k in (1, 3))
    assert np.array_equal(one.weights, three.weights)
    assert one.certificate == three.certificate
    assert not np.array_equal(one.weights, brenier.solve_sampled(y, rng=5).weights)


def test_unequal_masses() -> None:
    y = clusters(80, 10)
    nu = np.geomspace(1, 100, 80)
    nu /= nu.sum()
    t = brenier.solve_sampled(y, nu, rng=0)
    assert t.success
    counts = np.bincount(t.sample(200_000, rng=1)[1], minlength=80) / 200_000
    assert np.sqrt(np.sum((counts - nu) ** 2 / nu)) < 0.13


@pytest.mark.parametrize("small", [1e-2, 3e-3, 1e-3])
@pytest.mark.parametrize("seed", [0, 1])
def test_one_site_with_nearly_all_the_mass_leaves_the_others_theirs(
    small: float, seed: int
) -> None:
    """Where such cells get empty, gaps between scores grow, and must not soften borders more."""
    y = np.random.default_rng(0).normal(size=(20, 3))
    nu = np.r_[1 - 19 * small, np.full(19, small)]
    t = brenier.solve_sampled(y, nu, rng=seed, max_samples=40_000)
    assert t.success
    counts = np.bincount(t.sample(400_000, rng=2)[1], minlength=20)
    assert np.sqrt(np.sum((counts / 400_000 - nu) ** 2 / nu)) < 0.13


def test_a_warm_start_takes_fewer_samples_also_where_sites_move_and_are_added() -> None:
    y = clusters(400, 16)
    cold = brenier.solve_sampled(y, rng=0)
    warm = brenier.solve_sampled(y, rng=1, initial_weights=cold.weights)
    assert warm.success
    assert warm.history.steps[0] < cold.history.steps[0]
    assert warm.history.passes[0] <= cold.history.passes[0]
    moved = y + 0.01 * np.random.default_rng(2).normal(size=y.shape)
    more = np.concatenate([moved, clusters(20, 16, seed=0)[:20] + 0.05])
    start = np.concatenate([cold.weights, np.full(20, np.nan)])
    assert brenier.solve_sampled(more, rng=1, initial_weights=start).success
    added = np.concatenate([y, more[-20:]])
    assert brenier.solve_sampled(added, rng=1, initial_weights=cold).success


def test_a_site_that_its_weight_hides_gets_its_cell() -> None:
    y = clusters(300, 16)
    w = brenier.solve_sampled(y, rng=0).weights.copy()
    w[5] -= 1e4  # on no list of 24 sites; all others are as they should be
    t = brenier.solve_sampled(y, rng=1, initial_weights=w)
    assert t.history.passes[0] == 2
    assert np.mean(t.sample(100_000, rng=2)[1] == 5) == pytest.approx(1 / 300, rel=0.3)


def test_weights_that_are_far_off_are_not_started_from() -> None:
    y = clusters(300, 16)
    cold = brenier.solve_sampled(y, rng=0)
    noise = np.random.default_rng(1).normal(size=300)
    spoilt = [brenier.solve_sampled(y, rng=0, initial_weights=a * noise) for a in (1e2, 1e6)]
    assert np.array_equal(spoilt[0].weights, spoilt[1].weights)  # both from the own start
    assert spoilt[0].history.passes[0] <= cold.history.passes[0] + 1
    good = brenier.solve_sampled(y, rng=0, initial_weights=cold)
    assert not np.array_equal(good.weights, spoilt[0].weights)
    assert good.history.passes[0] == 1  # at once with the samples of the level


@pytest.mark.filterwarnings("ignore::brenier.ConvergenceWarning")
def test_too_few_samples_are_told() -> None:
    y = clusters(100, 8)
    with pytest.warns(brenier.ConvergenceWarning, match="max_samples"):
        t = brenier.solve_sampled(y, rng=0, max_samples=1000)
    assert t.status == "samples"
    assert t.error > 0.1
    assert t.history.samples.tolist() == [1000]
    assert brenier.solve_sampled(y, rng=0, max_samples=1).status == "samples"
    far = brenier.solve_sampled(y, rng=0, max_samples=1000, tol=1e-6)
    assert far.certificate.samples <= t.certificate.samples  # as many as tell the error that it has


def test_what_more_samples_do_not_help_is_told() -> None:
    y = clusters(30, 3)
    y[1] = y[0] + 1e-13
    with pytest.warns(brenier.ConvergenceWarning):
        t = brenier.solve_sampled(y, rng=0, tol=0.05, max_samples=60_000)
    assert t.status in ("stalled", "samples")
    assert t.error > 0.05


def test_a_source_of_a_few_points_is_told() -> None:
    def corners(n: int, rng: np.random.Generator) -> np.ndarray:
        return rng.integers(0, 2, (n, 3)).astype(float)

    with pytest.warns(brenier.ConvergenceWarning, match="of the source 8 are distinct"):
        t = brenier.solve_sampled(clusters(12, 3), source=corners, rng=0)
    assert t.status == "stalled"


def test_the_callback_sees_the_levels_and_may_stop() -> None:
    seen = []
    y = clusters(100, 8)
    t = brenier.solve_sampled(y, rng=0, callback=seen.append)
    assert [r.samples for r in seen] == t.history.samples.tolist()
    assert [r.level for r in seen] == list(range(1, len(t.history) + 1))
    assert np.all(np.diff(t.history.samples) > 0)
    assert np.all(np.diff(t.history.scored) > 0)
    assert np.all(np.diff(t.history.seconds) > 0)

    def stop(record: object) -> None:
        raise StopIteration

    with pytest.warns(brenier.ConvergenceWarning, match="stopped"):
        stopped = brenier.solve_sampled(y, rng=0, callback=stop)
    assert stopped.status == "stopped"
    assert len(stopped.history) == 1


def test_a_progress_bar_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    brenier.solve_sampled(clusters(50, 4), rng=0, progress=True)
    shown = capsys.readouterr()
    assert "samples, error" in shown.err
    assert shown.out == ""


def test_an_error_of_the_source_passes_through() -> None:
    def broken(n: int, rng: np.random.Generator) -> np.ndarray:
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"), warnings.catch_warnings():
        brenier.solve_sampled(clusters(20, 2), source=broken)
