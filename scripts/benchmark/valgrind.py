"""What valgrind counts: instructions and allocations."""

import os
import subprocess

from benchmark.failure import Failure
from benchmark.reading import find

CACHEGRIND = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
# Only the allocations are of interest, and memcheck does not know that the kernel writes into the buffers of a ring.
MEMCHECK = ["valgrind", "--tool=memcheck", "--undef-value-errors=no", "--leak-check=no"]


def read_instructions(output: str) -> int:
    """The instructions that cachegrind counted; newer ones write the name without the blanks."""
    return int(find(r"^==\d+== I +refs: +([\d,]+)$", output))


def read_allocations(output: str) -> int:
    """The allocations that memcheck counted."""
    return int(find(r"^==\d+==   total heap usage: ([\d,]+) allocs", output))


def run_valgrind(command: list[str]) -> str:
    """What a program that valgrind runs writes, and valgrind."""
    # Sets are hashed with a seed that is otherwise another in every process.
    environment = os.environ | {"SWIFT_DETERMINISTIC_HASHING": "1"}
    ended = subprocess.run(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600
    )
    if ended.returncode != 0:
        raise Failure(f"exit code {ended.returncode} of {' '.join(command)}\n{ended.stdout}")
    return ended.stdout


def count_instructions(command: list[str]) -> int:
    return read_instructions(run_valgrind(CACHEGRIND + command))


def count_allocations(command: list[str]) -> int:
    return read_allocations(run_valgrind(MEMCHECK + command))
