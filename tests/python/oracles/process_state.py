"""What a library may not change in the process that it is loaded into."""

from __future__ import annotations

import ctypes
import ctypes.util
import gc
import locale
import os
import platform
import random
import signal
import sys
import threading
import warnings

import numpy as np

LIBM = ctypes.CDLL(ctypes.util.find_library("m") or None)
IS_X86 = platform.machine() == "x86_64" and sys.platform == "linux"
_FLUSHES_TO_ZERO, _DENORMALS_ARE_ZERO = 1 << 15, 1 << 6
_FLAGS = 0x3F  # of what has happened: any arithmetic sets them
_OF_GLIBC = 0b11 << 31  # signals 32 and 33, which it takes for itself when a thread first starts


def float_environment() -> bytes:
    """The environment as the C library has it: 28 bytes of x87's and MXCSR, on x86."""
    buffer = ctypes.create_string_buffer(64)
    LIBM.fegetenv(buffer)
    return buffer.raw


def float_controls() -> tuple[int, int]:
    """How numbers are rounded, and what is done about denormal ones and errors."""
    raw = float_environment()
    mxcsr = int.from_bytes(raw[28:32], "little") & ~_FLAGS if IS_X86 else 0
    return LIBM.fegetround(), mxcsr


def flush_denormals() -> None:
    """As torch.set_flush_denormal does, and loading a library that was built with -ffast-math."""
    raw = bytearray(float_environment())
    mxcsr = int.from_bytes(raw[28:32], "little") | _FLUSHES_TO_ZERO | _DENORMALS_ARE_ZERO
    raw[28:32] = mxcsr.to_bytes(4, "little")
    LIBM.fesetenv(ctypes.create_string_buffer(bytes(raw), 64))


def _masks_and_threads() -> list[int]:
    """Which signals the system delivers, and how many threads it runs."""
    if sys.platform != "linux":
        return [threading.active_count()]
    with open("/proc/self/status") as file:
        values = dict(line.split(":", 1) for line in file)
    masks = [int(values[name], 16) & ~_OF_GLIBC for name in ("SigBlk", "SigIgn", "SigCgt")]
    return [*masks, int(values["Threads"])]


def process_state() -> dict[str, object]:
    return {
        "floats": float_controls(),
        "handlers": [signal.getsignal(s) for s in sorted(signal.valid_signals())],
        "masks and threads": _masks_and_threads(),
        "locale": locale.setlocale(locale.LC_ALL),
        "numpy's errors": np.geterr(),
        "numpy's random numbers": repr(np.random.get_state()),  # noqa: NPY002
        "random numbers": random.getstate(),
        "warnings": list(warnings.filters),
        "environment": dict(os.environ),
        "folder": os.getcwd(),
        "hooks": (sys.excepthook, sys.displayhook, threading.excepthook, sys.getrecursionlimit()),
        "collector": (gc.isenabled(), gc.get_threshold()),
    }
