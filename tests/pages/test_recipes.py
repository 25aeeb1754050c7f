"""The recipes run from top to bottom."""

from __future__ import annotations

import contextlib
import warnings

import pytest
from brenier import embedding
from page_blocks import blocks_of

pytest.importorskip("sklearn", minversion="1.6")
threadpoolctl = pytest.importorskip("threadpoolctl")  # comes with scikit-learn
torch = pytest.importorskip("torch")


@contextlib.contextmanager
def one_thread():
    """Networks this small are slower with more, above all where others use the processors, too."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    with threadpoolctl.threadpool_limits(1):
        yield
    torch.set_num_threads(before)


def test_the_recipes_run_from_top_to_bottom(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(embedding, "_ITERATIONS", 251)  # of t-SNE: the plane need not be good
    scope = {}
    blocks = blocks_of("docs/recipes.md")
    assert len(blocks) >= 9
    with warnings.catch_warnings(), one_thread():
        warnings.simplefilter("error")
        for block in blocks:
            exec(compile(block, "docs/recipes.md", "exec"), scope)
    # What was said to be a function of noise, and exact in a state_dict, is.
    again = scope["brenier"].torch.LatentSampler()
    state = torch.load("model.pt", weights_only=True)
    again.load_state_dict({"plan": state["noise.plan"]})
    scope["torch"].manual_seed(5)
    expected = scope["model"]["noise"](9)
    scope["torch"].manual_seed(5)
    assert torch.equal(again(9), expected)
