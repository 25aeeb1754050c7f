"""Standard normal noise made codes: its law, its determinism, what is refused."""

from __future__ import annotations

import copy
import io
import pickle

import brenier
import numpy as np
import pytest
from brenier import _values
from brenier._normal_points import points_of_normals
from brenier.storage import pack_arrays, unpack_arrays
from inputs.samplers import sampler_of, seeded
from inputs.shapes import L_SHAPE
from inputs.sites import random_sites
from scipy.spatial.distance import cdist
from scipy.special import ndtr

torch = pytest.importorskip("torch")

import brenier.torch  # noqa: E402

N, D = 120, 16
VALUES = np.random.default_rng(0).normal(size=(N, D)).astype(np.float32)
PICTURE = np.random.default_rng(1).integers(0, 9, (4, 5))
SOURCES = {
    "square": brenier.Uniform(),
    "L": brenier.Uniform(L_SHAPE),
    "raster": brenier.Raster(PICTURE),
    "bilinear": brenier.Bilinear(1 + PICTURE, (-1, 0, 2, 1)),
    "gaussian": brenier.Gaussian((1, 2), [[2, 0.5], [0.5, 1]]),
}


def map_of(source=None, values=VALUES, **options):
    return brenier.ContinuousMap(
        brenier.solve(random_sites(N), source=source), values=values, **options
    )


def normals(*shape, seed=0, dtype=torch.float64):
    return torch.randn(*shape, generator=seeded(seed), dtype=dtype)


@pytest.fixture(scope="module")
def m():
    return map_of()


def test_on_the_square_it_is_the_map_of_the_normal_distribution_function(m):
    z = normals(300, 100)
    codes = brenier.torch.NoiseMap(m)(z)
    assert codes.shape == (300, D) and codes.dtype == torch.float32
    assert np.array_equal(codes.numpy(), m(ndtr(z[:, :2].numpy())))


def test_in_a_gaussian_it_is_the_map_of_an_affine_image():
    source = SOURCES["gaussian"]
    m, z = map_of(source), normals(300, 2)
    x = source.mean + z.numpy() @ np.linalg.cholesky(source.cov).T
    np.testing.assert_allclose(brenier.torch.NoiseMap(m)(z), m(x), atol=1e-5)


@pytest.mark.parametrize("kind", SOURCES)
def test_each_cell_gets_its_mass_from_normal_noise(kind):
    source, n = SOURCES[kind], 60_000
    t = brenier.solve(random_sites(25) * 2, source=source)
    x = points_of_normals(source, normals(n, 2).numpy())
    counts = np.bincount(t.index(x), minlength=25)
    chi2 = np.sum((counts - n / 25) ** 2) / (n / 25)
    assert chi2 < 24 + 5 * np.sqrt(48)
    assert np.all(source.density(x) > 0)


def test_the_same_noise_gives_the_same_code_in_any_batch(m):
    mapping = brenier.torch.NoiseMap(m, local=0.5)
    z = normals(64, 12)
    codes = mapping(z)
    assert torch.equal(mapping(z), codes)
    assert torch.equal(mapping(z[10:20]), codes[10:20])
    assert torch.equal(mapping(z.flip(0)), codes.flip(0))
    # Noise that differs little gives codes that differ little, at nearly all places.
    near = mapping(z + 1e-9)
    assert ((near - codes).norm(dim=1) < 1e-3).double().mean() > 0.9


def test_singular_points_get_the_value_of_their_cell():
    m = map_of(quantile=0.5)
    z = normals(2000, 2)
    x = ndtr(z.numpy())
    singular = m.is_singular(x)
    assert 0.1 < singular.mean() < 0.99
    codes = brenier.torch.NoiseMap(m)(z).numpy()
    assert np.array_equal(codes[singular], VALUES[m.transport.index(x)[singular]])


@pytest.mark.parametrize("z_dim", [3, 7, 12, 100])
def test_local_noise_is_that_of_the_next_ten_numbers(m, z_dim):
    local, z = 0.6, normals(50, z_dim)
    x = ndtr(z[:, :2].numpy())
    values = VALUES.astype(float)
    distances = cdist(values, values)
    np.fill_diagonal(distances, np.inf)
    nearest = np.argsort(distances, axis=1)[:, :10]
    site = m.transport.index(x)
    used = min(z_dim - 2, 10)
    offsets = values[nearest[site, :used]] - values[site][:, None]
    noise = np.einsum("bk,bkd->bd", z[:, 2 : 2 + used].numpy(), offsets)
    expected = m(x) + local / np.sqrt(used) * noise
    codes = brenier.torch.NoiseMap(m, local=local)(z)
    np.testing.assert_allclose(codes.numpy(), expected, atol=1e-5)


def test_numbers_that_are_not_needed_are_not_looked_at(m):
    z = normals(50, 20)
    other = z.clone()
    other[:, 12:] = 7
    for local in (0.0, 0.5):
        mapping = brenier.torch.NoiseMap(m, local=local)
        assert torch.equal(mapping(z), mapping(other))
    other[:, 2:] = 7
    assert torch.equal(brenier.torch.NoiseMap(m)(z), brenier.torch.NoiseMap(m)(other))


def test_without_values_codes_are_points_of_the_plane():
    m = sampler_of().map
    z = normals(50, 2)
    assert np.array_equal(
        brenier.torch.NoiseMap(m, dtype=torch.float64)(z).numpy(), m(ndtr(z.numpy()))
    )


def test_extreme_noise_stays_in_the_domain(m):
    z = torch.tensor([[40.0, -40.0], [-1e300, 1e300], [9.0, 0.0]], dtype=torch.float64)
    assert torch.isfinite(brenier.torch.NoiseMap(m)(z)).all()


def test_state_dict_copies_pickles_and_dtypes(m):
    mapping = brenier.torch.NoiseMap(m, local=0.5)
    z = normals(64, 12, dtype=torch.float32)
    codes = mapping(z)
    file = io.BytesIO()
    torch.save(mapping.state_dict(), file)
    file.seek(0)
    loaded = brenier.torch.NoiseMap()
    loaded.load_state_dict(torch.load(file, weights_only=True))
    for other in (loaded, copy.deepcopy(mapping), pickle.loads(pickle.dumps(mapping))):
        assert torch.equal(other(z), codes)
    half = copy.deepcopy(mapping).half()
    assert torch.equal(half(z), codes.half())
    assert torch.equal(half.float()(z), codes)
    assert brenier.torch.NoiseMap(m, dtype=torch.bfloat16)(z).dtype == torch.bfloat16
    assert list(mapping.parameters()) == []


def test_who_reads_a_plan_need_not_look_for_neighbours(m, monkeypatch):
    mapping = brenier.torch.NoiseMap(m, local=0.5)
    z = normals(64, 12)
    codes = mapping(z)
    monkeypatch.setattr(_values, "nearest_neighbors", None)
    loaded = brenier.torch.NoiseMap()
    loaded.load_state_dict(mapping.state_dict())
    assert torch.equal(loaded(z), codes)
    assert torch.equal(pickle.loads(pickle.dumps(mapping))(z), codes)


@pytest.mark.parametrize(
    "damage",
    [
        lambda a: a + N,
        lambda a: a - N,
        lambda a: a[:, :3],
        lambda a: a[:-1],
        lambda a: a.astype(float),
        lambda a: np.zeros((0, 10), dtype=int),
    ],
)
def test_neighbours_in_a_plan_are_looked_at(m, damage):
    plan = brenier.torch.NoiseMap(m, local=0.5).plan.to(torch.uint8).numpy().tobytes()
    arrays = unpack_arrays(plan, ())
    del arrays["brenier_format"]
    arrays["neighbors"] = damage(arrays["neighbors"])
    raw = np.frombuffer(pack_arrays(arrays), dtype=np.uint8).copy()
    loaded = brenier.torch.NoiseMap()
    loaded.load_state_dict({"plan": torch.from_numpy(raw)})
    with pytest.raises(ValueError, match="plan is no sound plan: neighbors has"):
        loaded(normals(3, 12))


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_network_that_holds_it_compiles_in_one_graph(m):
    network = torch.nn.Sequential(brenier.torch.NoiseMap(m, local=0.5), torch.nn.Linear(D, 3))
    torch._dynamo.reset()
    graph = torch.compile(network, fullgraph=True, backend="aot_eager")
    for count in (5, 6, 7):
        z = normals(count, 12, dtype=torch.float32)
        graph(z).sum().backward()
        assert torch.equal(graph(z), network(z))


def test_it_is_refused_where_the_host_cannot_follow(m):
    mapping = brenier.torch.NoiseMap(m)
    with pytest.raises(RuntimeError, match=r"NoiseMap works on the host, where torch.export"):
        torch.export.export(mapping, (normals(3, 2),))
    with pytest.raises(RuntimeError, match="NoiseMap works on the host, where the transforms"):
        torch.func.vmap(mapping)(normals(3, 4, 2))


@pytest.mark.parametrize(
    ("z", "local", "error", "said"),
    [
        (torch.zeros(3, 1), 0.0, ValueError, r"z has shape \(3, 1\).*z_dim 2 or more"),
        (torch.zeros(3, 0), 0.0, ValueError, r"z has shape \(3, 0\).*z_dim 2 or more"),
        (torch.zeros(3, 2), 0.5, ValueError, r"z_dim 3 or more with local noise"),
        (torch.zeros(3), 0.0, ValueError, r"z has shape \(3,\); expected \(b, z_dim\)"),
        (torch.zeros(3, 9, 1, 1), 0.0, ValueError, r"flatten it: z.flatten\(1\)"),
        (torch.tensor([[0.0, 1.0], [0.0, np.nan]]), 0.0, ValueError, r"z\[1, 1\] is nan"),
        (torch.zeros(3, 2, requires_grad=True), 0.0, TypeError, r"requires grad.*z.detach\(\)"),
        (torch.zeros(3, 2, dtype=torch.int64), 0.0, TypeError, "z has dtype torch.int64"),
        (np.zeros((3, 2)), 0.0, TypeError, "z is of type ndarray"),
    ],
)
def test_bad_noise_is_refused(m, z, local, error, said):
    with pytest.raises(error, match=said):
        brenier.torch.NoiseMap(m, local=local)(z)


def test_bad_arguments_are_refused(m):
    for bad in (m.transport, VALUES, "plan.npz"):
        with pytest.raises(TypeError, match=r"^m is .*; expected a ContinuousMap"):
            brenier.torch.NoiseMap(bad)
    with pytest.raises(ValueError, match="local is -1"):
        brenier.torch.NoiseMap(m, local=-1)
    with pytest.raises(TypeError, match="expected a floating-point"):
        brenier.torch.NoiseMap(m, dtype=torch.int32)
    for source in (
        brenier.GaussianMixture([(0, 0), (3, 0)], [1, 1]),
        brenier.Gaussian(domain=[(0, 0), (9, 0), (0, 9)]),
    ):
        with pytest.raises(ValueError, match=r"^m has the source .* cannot be sent directly"):
            brenier.torch.NoiseMap(map_of(source))
    with pytest.raises(ValueError, match="has no plan yet"):
        brenier.torch.NoiseMap()(normals(3, 2))
