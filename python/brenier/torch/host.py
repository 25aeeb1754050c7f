"""Modules that work on the host, outside of torch's graphs: how a graph finds them again."""

from __future__ import annotations

import itertools
from typing import Any
from weakref import WeakValueDictionary

import torch

__all__ = [
    "HostModule",
    "cannot_be_transformed",
    "outside_of_graphs",
    "refuse_recording",
    "refuse_transforms",
    "with_key",
]

_modules: WeakValueDictionary[int, HostModule] = WeakValueDictionary()
_keys = itertools.count()


class HostModule(torch.nn.Module):
    """A module whose work is done by numpy and the core, on the host.

    An operator in a compiled graph takes numbers and tensors, but no objects; so every module has a
    key, and `with_key` finds the module. Copies and pickles get keys of their own.
    """

    def __init__(self) -> None:
        super().__init__()
        self._enter()

    def _enter(self) -> None:
        self._key = next(_keys)
        _modules[self._key] = self

    def __setstate__(self, state: dict[str, Any]) -> None:
        super().__setstate__(state)
        self._enter()

    def __prepare_scriptable__(self) -> Any:
        """Called by `torch.jit.script` for each module that it meets."""
        raise RuntimeError(_cannot_follow(type(self).__name__, "torch.jit.script"))


def with_key(key: int) -> Any:
    """Find the module that has this key."""
    return _modules[key]


def outside_of_graphs(function: Any) -> Any:
    """Break a graph that `torch.compile` makes where it comes to a function, and call that."""
    return torch.compiler.disable(
        function,
        reason="it works on the host; where the graph must not break, call a module of "
        "brenier.torch: Wasserstein2 for wasserstein2, LatentSampler without a generator",
    )


def refuse_recording(name: str) -> None:
    """Refuse to be recorded for use elsewhere, where the host's objects are not."""
    if torch.jit.is_tracing():
        raise RuntimeError(_cannot_follow(name, "torch.jit.trace"))
    if torch.compiler.is_exporting():
        raise RuntimeError(_cannot_follow(name, "torch.export"))


def refuse_transforms(name: str, *tensors: torch.Tensor | None) -> None:
    """Refuse tensors that stand for others, within the transforms of `torch.func`."""
    for tensor in tensors:
        if tensor is not None and torch._C._functorch.is_functorch_wrapped_tensor(tensor):
            raise cannot_be_transformed(name)


def cannot_be_transformed(name: str) -> RuntimeError:
    """Say that the transforms of `torch.func` end here."""
    return RuntimeError(
        f"{name} works on the host, where the transforms of torch.func (vmap, grad, jacrev, …) "
        "cannot follow; call it outside of them, with all points at once"
    )


def _cannot_follow(name: str, tool: str) -> str:
    return (
        f"{name} works on the host, where {tool} cannot follow; give it the network behind it, "
        f"with what {name} returns as an input"
    )
