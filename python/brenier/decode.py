"""Pictures from a decoder: batches of latents in, one array out."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from brenier._arguments import as_count, as_flag, as_generator, as_size, shown
from brenier.latent import LatentSampler
from brenier.progress import progress_bar

__all__ = ["decode_all", "generate"]

Decode = Callable[[npt.NDArray[Any]], npt.NDArray[Any]]


def generate(
    decoder: Any,
    sampler: LatentSampler,
    n: int,
    *,
    rng: Any = None,
    batch_size: int = 256,
    progress: bool = False,
) -> npt.NDArray[Any]:
    """Decode latents that a sampler draws.

    Parameters
    ----------
    decoder : callable or torch.nn.Module
        Takes latents (b, 2), or (b, D) of a lifted map, to b items, such as pictures (b, h, w). A
        function takes and gives numpy arrays, of float64 in, or of the type of the map's values. A
        module is given tensors of the dtype and on the device of its parameters; it runs in
        evaluation mode and without gradients, and gets its modes back.
    sampler : LatentSampler
        Where the latents come from.
    n : int
        How many; 0 or more.
    rng : None, int or numpy.random.Generator
        Source of randomness; the same seed gives the same latents, whatever the batch size.
    batch_size : int, default 256
        How many to decode at once.
    progress : bool, default False
        Show a progress bar (needs tqdm).

    Returns
    -------
    ndarray of shape (n, ...)
        What the decoder gives, in one array.

    Raises
    ------
    TypeError
        An argument is of a wrong kind, or the decoder gives something else than an array.
    ValueError
        A number is out of range, or the decoder gives another number of items than it got.

    Examples
    --------
    >>> import brenier, numpy as np
    >>> t = brenier.solve(np.random.default_rng(0).random((100, 2)))
    >>> sampler = brenier.LatentSampler(brenier.ContinuousMap(t))
    >>> brenier.generate(lambda z: np.outer(z[:, 0], [1, 2, 3]), sampler, 5).shape
    (5, 3)
    """
    if not isinstance(sampler, LatentSampler):
        raise TypeError(
            f"sampler is {shown(sampler)}; "
            "expected a brenier.LatentSampler (a module of brenier.torch has one: its .sampler)"
        )
    count, size = as_size(n, "n"), as_count(batch_size, "batch_size", least=1)
    # One latent more than nothing tells the shape and the type of an empty result.
    _, latents, _ = sampler._draw(max(count, 1), as_generator(rng))
    with progress_bar(as_flag(progress, "progress"), "generate", len(latents)) as bar:
        return decode_all(decoder, latents, size, bar)[:count]


def decode_all(
    decoder: Any,
    latents: npt.NDArray[Any],
    size: int,
    done: Callable[[int], object] = lambda count: None,
) -> npt.NDArray[Any]:
    """Decode latents in batches of that size, and tell how many are done after each."""
    batches: list[npt.NDArray[Any]] = []
    with _as_function(decoder) as decode:
        for start in range(0, len(latents), size):
            batch = latents[start : start + size]
            batches.append(_require_items(decode(batch), len(batch), batches))
            done(len(batch))
    return np.concatenate(batches)


def _require_items(items: Any, count: int, before: list[npt.NDArray[Any]]) -> npt.NDArray[Any]:
    """Check what a decoder gives for `count` latents, and that it is of the shape it was before."""
    if getattr(items, "requires_grad", False):
        raise TypeError(
            "decoder gives a tensor that requires grad, and its gradient would be lost here; "
            "pass an nn.Module, or a function that detaches what it returns"
        )
    if isinstance(items, (tuple, dict)) or items is None:
        raise TypeError(f"decoder gives a {type(items).__name__}; expected one array")
    if np.ma.isMaskedArray(items) and np.ma.getmaskarray(items).any():
        raise ValueError("decoder gives masked entries; expected an array without any")
    try:
        array = np.array(items)  # a copy: the decoder may use its memory again
    except ValueError as error:
        raise ValueError(f"decoder gives no array: {error}") from error
    if array.dtype.kind not in "fiubc":
        raise TypeError(f"decoder gives dtype {array.dtype}; expected numbers")
    if array.ndim == 0 or len(array) != count:
        raise ValueError(
            f"decoder gives shape {array.shape} for {count} latents; expected ({count}, ...)"
        )
    if before and array.shape[1:] != before[0].shape[1:]:
        raise ValueError(
            f"decoder gives items of shape {array.shape[1:]} after some of {before[0].shape[1:]}"
        )
    return array


@contextlib.contextmanager
def _as_function(decoder: Any) -> Iterator[Decode]:
    """Make a decoder a function of arrays; while it is used, a module is in evaluation mode."""
    torch = sys.modules.get("torch")  # without which there is no module
    if torch is None or not isinstance(decoder, torch.nn.Module):
        if not callable(decoder):
            raise TypeError(
                f"decoder is {shown(decoder)}; expected a function or a torch.nn.Module"
            )
        yield decoder
        return
    training = [module for module in decoder.modules() if module.training]
    state = [*decoder.parameters(), *decoder.buffers()]
    like = next((tensor for tensor in state if tensor.is_floating_point()), torch.empty(0))

    def decode(latents: npt.NDArray[Any]) -> Any:
        with torch.no_grad():
            items = decoder(torch.as_tensor(latents, dtype=like.dtype, device=like.device))
        if not isinstance(items, torch.Tensor):
            return items
        items = items.cpu().resolve_conj().resolve_neg()
        return (items.float() if items.dtype == torch.bfloat16 else items).numpy()

    decoder.eval()
    try:
        yield decode
    finally:
        for module in training:
            module.training = True
