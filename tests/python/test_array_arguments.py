"""Arrays that callers hand in: of any kind, and with wrong numbers in them."""

from __future__ import annotations

import array as buffers
import importlib
import inspect
import re

import brenier
import numpy as np
import pytest
from inputs.array_arguments import ARGUMENTS, SITES, as_tuple
from inputs.other_arguments import INTERNAL, MODULES, PLAIN, PLAIN_HERE, RESULTS, TENSORS

each_argument = pytest.mark.parametrize("argument", ARGUMENTS, ids=str)


# Which there are


def public_functions():
    """Every public function, constructor and method, by its name."""
    for module_name in MODULES:
        module = importlib.import_module(module_name)
        prefix = module_name.removeprefix("brenier").removeprefix(".")
        for name in module.__all__:
            thing, path = getattr(module, name), f"{prefix}.{name}".lstrip(".")
            if inspect.isclass(thing):
                if path not in RESULTS:
                    yield path, thing.__init__
                for method in dir(thing):
                    function = inspect.getattr_static(thing, method)
                    is_public = not method.startswith("_") or method == "__call__"
                    is_ours = inspect.isfunction(function) and "brenier" in function.__module__
                    if is_public and is_ours and f"{path}.{method}" not in INTERNAL:
                        yield f"{path}.{method}", function
            elif callable(thing):
                yield path, thing


def test_no_public_argument_is_left_out():
    known = {(a.function, a.name) for a in ARGUMENTS} | PLAIN_HERE | TENSORS
    found = set()
    for path, function in public_functions():
        for name in inspect.signature(function).parameters:
            if name == "self" or (name in PLAIN and (path, name) not in known):
                continue
            found.add((path, name))
    found -= {("Source.density", "x")}  # of which there is a line for each kind of source
    expected = {key for key in known if "brenier.torch" in MODULES or key not in TENSORS}
    assert found == expected


# Kinds of arrays


class Table:
    """Like a data frame."""

    def __init__(self, values):
        self.values = values

    def __array__(self, dtype=None, copy=None):
        return np.array(self.values, dtype=dtype)


class Subclass(np.ndarray):
    pass


def frozen(a):
    result = a.copy()
    result.flags.writeable = False
    return result


def as_buffer(a):
    return buffers.array("d", a) if a.ndim == 1 else memoryview(a)


KINDS = {
    "fortran": np.asfortranarray,
    "strided": lambda a: np.repeat(a, 3, axis=0)[::3],
    "strided inside": lambda a: np.repeat(a, 2, axis=-1)[..., ::2],
    "backwards": lambda a: np.ascontiguousarray(a[::-1])[::-1],
    "unaligned": lambda a: np.frombuffer(b"." + a.tobytes(), dtype=float, offset=1).reshape(
        a.shape
    ),
    "read-only": frozen,
    **{kind: lambda a, kind=kind: a.astype(kind) for kind in ("f2", "f4", ">f8", "g")},
    **{kind: lambda a, kind=kind: a.astype(kind) for kind in ("i1", ">i4", "i8", "u8", "?")},
    "list": np.ndarray.tolist,
    "list of arrays": list,
    "tuple": lambda a: tuple(a.tolist()),
    "unmasked": np.ma.asarray,
    "subclass": lambda a: a.view(Subclass),
    "table": Table,
    "buffer": as_buffer,
}


def assert_same(result, expected):
    for one, other in zip(as_tuple(result), as_tuple(expected), strict=True):
        np.testing.assert_array_equal(one, other)


@each_argument
@pytest.mark.parametrize("kind", KINDS)
def test_any_array_of_real_numbers_is_taken_by_its_values(argument, kind):
    given = KINDS[kind](argument.good)
    expected = argument.call(argument.good.copy())
    assert_same(argument.call(given), expected)
    np.testing.assert_array_equal(np.asarray(given), argument.good)  # and is not changed


REFUSED = {
    "complex": lambda a: a + 0j,
    "objects": lambda a: a.astype(object),
    "text": lambda a: a.astype(str),
    "dates": lambda a: a.astype("M8[s]"),
    "records": lambda a: np.zeros(a.shape, "f8,f8"),
    "masked": lambda a: np.ma.masked_array(a, np.arange(a.size).reshape(a.shape) == 1),
    "ragged": lambda a: [*a.tolist(), [[0.0]]],
    "too many dimensions": lambda a: np.array([[a]]),
    "no dimension": lambda a: np.float64(0.5),
    "a word": lambda a: "abc",
    "a set": lambda a: {0.0, 1.0},
    "a function": lambda a: len,
    "None": lambda a: None,
    "nothing": lambda a: a[:0],
}


def takes(argument, kind):
    return (
        (argument.takes_none and kind == "None")
        or (argument.takes_nothing and kind == "nothing")
        or (argument.name == "cov" and kind == "no dimension")  # a variance
    )


@each_argument
@pytest.mark.parametrize("kind", REFUSED)
def test_anything_else_is_refused_by_name(argument, kind):
    if takes(argument, kind):
        argument.call(REFUSED[kind](argument.good))
        return
    with pytest.raises((TypeError, ValueError), match=rf"\b{argument.name}\b.*") as caught:
        argument.call(REFUSED[kind](argument.good))
    assert re.search("expected|none given|must be .* got", str(caught.value))


@pytest.mark.parametrize(
    ("sites", "words"),
    [
        ([(0, 0), (1, 1), (1, 2, 3)], r"sites\[2\] has shape \(3,\), and sites\[0\] \(2,\)"),
        ([(0, 0), (1, [1, 2])], r"sites\[1\]\[1\] has shape \(2,\), and sites\[1\]\[0\] \(\)"),
        ([(0, 0, 0), 5], r"sites\[1\] has shape \(\), and sites\[0\] \(3,\)"),
    ],
)
def test_the_first_entry_of_another_shape_is_named(sites, words):
    with pytest.raises(ValueError, match=words):
        brenier.solve(sites)


class Undecodable:
    """Raises an exception that is not made from a message."""

    def __array__(self, dtype=None, copy=None):
        raise UnicodeDecodeError("utf-8", b"x", 0, 1, "no")


def inside_itself():
    result = []
    result.append(result)
    return result


def deep(levels):
    result = 1.0
    for _ in range(levels):
        result = [result]
    return result


@pytest.mark.parametrize(
    "value",
    [
        Undecodable(),
        inside_itself(),
        deep(2000),
        [[10**400, 0]],
        [[2**64, -1]],
        [[1, "a"]],
        [[None, 1.0]],
        bytearray(b"abcd"),
        b"abcd",
        range(4),
        (x for x in (0, 1)),
        np.zeros((2, 2), "m8[s]"),
        np.zeros((2, 2), "V8"),
        np.full((1, 2), np.longdouble("1e4000")),
    ],
    ids=lambda value: type(value).__name__,
)
def test_odd_things_are_refused_by_name(value):
    with pytest.raises((TypeError, ValueError), match=r"^sites\b.*expected"):
        brenier.PowerDiagram(value)


def test_a_column_may_have_any_name():
    class Frame(Table):
        requires_grad = np.ones(3)

    assert np.array_equal(brenier.PowerDiagram(Frame(SITES)).sites, SITES)


@each_argument
def test_a_gradient_is_not_lost_in_silence(argument):
    class Tensor(Table):
        requires_grad = True

    with pytest.raises(TypeError, match=rf"{argument.name} requires grad.*\.detach\(\)"):
        argument.call(Tensor(argument.good))


# Numbers that are none


@each_argument
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_the_first_number_that_is_none_is_named(argument, bad):
    for first in range(argument.good.size):
        values = argument.good.copy()
        values.flat[first:] = bad
        if argument.takes_nan:
            continue
        place = argument.place(np.unravel_index(first, values.shape))
        with pytest.raises(ValueError, match=re.escape(place)):
            argument.call(values)
