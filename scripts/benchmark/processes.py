"""The processes of a benchmark: one program after the other, whose CPU time and memory are read."""

import ctypes
import os
import resource
import signal
import subprocess
import tempfile
from pathlib import Path

from benchmark.failure import Failure
from benchmark.rows import Row
from benchmark.table import Sample


def adopt_orphans() -> None:
    """Makes this process the parent of every descendant whose own parent has ended."""
    PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) != 0:
        raise Failure("prctl(PR_SET_CHILD_SUBREAPER) failed; this needs Linux 3.4 or newer")


def stop_children() -> None:
    """Ends every process that was started, whoever started it: orphans are children of this process too."""
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    while started := children.read_text().split():
        for child in map(int, started):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def measure(row: Row, seconds: int, **values) -> Sample:
    """Runs a row's program once."""
    values |= {"seconds": seconds, "limit": seconds * 500_000}
    command = [word.format(**values) for word in row.command.split()]
    with tempfile.TemporaryFile("w+") as output:
        try:
            usage = run_to_end(command, output, limit=seconds * 2 + 30)
            output.seek(0)
            counted = row.read(output.read())
        except Failure as failure:
            output.seek(0)
            raise Failure(f"{row.name}: {failure}\n{' '.join(command)}\n{output.read()}") from None
    cpu = usage.ru_utime + usage.ru_stime
    return Sample(counted.requests, counted.requests_per_second, cpu, usage.ru_maxrss * 1024)


def run_to_end(command: list[str], output, limit: int) -> resource.struct_rusage:
    """Runs a program for at most `limit` seconds; what it used."""
    pid = start_from_small_process(command, output)
    signal.alarm(limit)
    try:
        _, status, usage = os.wait4(pid, 0)
    except ChildProcessError:  # The shell has reaped it, so it has not run for a millisecond.
        raise Failure("it ended as soon as it was started") from None
    signal.alarm(0)
    if status != 0:
        raise Failure(f"it ended with exit code {os.waitstatus_to_exitcode(status)}")
    return usage


def start_from_small_process(command: list[str], output) -> int:
    """Starts a program as the child of a shell that ends at once, so that it becomes a child of this process.

    Linux carries the peak memory of the process that calls exec over to the program: started from here, every program
    would seem to need what Python needs.
    """
    shell = ["sh", "-c", '"$@" >&2 & echo $!', "sh", *command]
    return int(subprocess.run(shell, stdout=subprocess.PIPE, stderr=output, check=True).stdout)
