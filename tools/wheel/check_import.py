"""Fail if importing a module takes too long: `python check_import.py MODULE`."""

from __future__ import annotations

import subprocess
import sys
import time

LONGEST = 0.3  # seconds, of which starting Python is no part
RUNS = 7

# In the time of the processor: another program that takes it does not slow the import down.
PROGRAM = """
import sys, time
start = time.process_time()
__import__(sys.argv[1])
print(time.process_time() - start)
"""


def seconds_to_import(module: str) -> float:
    """Import in a new process."""
    command = [sys.executable, "-c", PROGRAM, module]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main() -> int:
    """Print the shortest time of several, the first of which reads files from the disk."""
    module = sys.argv[1]
    start = time.perf_counter()
    seconds = min(seconds_to_import(module) for _ in range(RUNS))
    print(f"importing {module}: {seconds:.2f} s of the processor, at most {LONGEST};", end=" ")
    print(f"by the clock {(time.perf_counter() - start) / RUNS:.2f} s, Python's start included")
    return 1 if seconds > LONGEST else 0


if __name__ == "__main__":
    sys.exit(main())
