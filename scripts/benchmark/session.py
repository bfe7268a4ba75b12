"""The life of a script that starts programs: none of them outlives it, however it ends."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from benchmark.failure import Failure
from benchmark.processes import adopt_orphans, stop_children


@contextmanager
def session(script: str) -> Iterator[None]:
    """Ends the script with a sentence where it fails, and stops what it has started in any case."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
        signal.signal(number, give_up)
    os.environ["PATH"] += ":/usr/sbin"
    try:
        adopt_orphans()
        yield
    except Failure as failure:
        sys.exit(f"{script}: {failure}")
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop_children()


def give_up(number: int, _) -> None:
    """Handles a signal: what is waited for ends with an exception."""
    if number == signal.SIGALRM:
        raise Failure("it did not end in time")
    sys.exit(128 + number)
