"""The budget of the whole loop of a worker: it allocates nothing for a request."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmark.comparison import find_ring_refusal
from benchmark.failure import Failure
from benchmark.programs import build_for_valgrind, require
from benchmark.reading import read_seconds, read_wrk
from benchmark.server import allow_connections, start_nginx
from benchmark.table import aligned
from benchmark.valgrind import MEMCHECK, read_allocations, run_valgrind

REQUESTS = 20_000

# What passing time allocates, and not a request: each second the latencies of the last one are copied into a row (some
# 12 allocations), and after the run each row is encoded (some 35); each 100 ms the latencies of the last ones are put
# aside (some 5), and after the run they are compared with each other (some 8). All together that is up to 180 a second.
# Under valgrind 20,000 requests take seconds, a tenth of the usual pace, so this is taken off before the allocations
# are divided by the requests.
PER_SECOND = 192

# For what else the longer run may do. With what is taken off too much, an allocation at each 30th request is found.
ALLOWED = 1 / 1000

ENGINES = {
    "direct, epoll": "--engine direct --event-loop epoll",
    "direct, io_uring": "--engine direct --event-loop uring",
    "direct, io_uring, traced, in pipelines": "--engine direct --event-loop uring --traceparent --pipeline 4",
    "direct, epoll, traced": "--engine direct --event-loop epoll --traceparent",
    "multi": "--engine multi",
}

# libcurl allocates for every transfer; that is told, and cannot be changed here.
NOT_BUDGETED = ["multi"]


@dataclass(frozen=True)
class Run:
    """One run of squall."""

    allocations: int
    seconds: float


def check_loop() -> list[str]:
    """Prints what each engine allocates for a request; the sentences that say which allocates too often."""
    require(["nginx", "openssl"])
    squall = build_for_valgrind("squall")
    allow_connections(1000)
    allocations = {}
    with tempfile.TemporaryDirectory(prefix="squall-bench-") as folder:
        url = start_nginx(Path(folder), connections=1000)["http"]
        refusal = find_ring_refusal(squall, url)
        for name, options in ENGINES.items():
            if refusal and "uring" in options:
                print(f"{name} is left out: {refusal}")
                continue
            once, twice = (run_loop(squall, options, url, requests) for requests in (REQUESTS, 2 * REQUESTS))
            allocations[name] = allocations_of_request(once, twice)
    print(table(allocations))
    return judge(allocations)


def run_loop(squall: str, options: str, url: str, requests: int) -> Run:
    """A run in which every request is answered."""
    command = [squall, *options.split(), *f"--quiet -t1 -c10 -T 60s -n {requests} {url}".split()]
    output = run_valgrind(MEMCHECK + command)
    if read_wrk(output).requests != requests:
        raise Failure(f"{' '.join(command)} did not send {requests} requests\n{output}")
    return Run(read_allocations(output), read_seconds(output))


def allocations_of_request(once: Run, twice: Run) -> float:
    """What each of the requests allocates that the second run had more than the first; never below 0."""
    # The longer run may have begun one second more than the times say.
    by_time = PER_SECOND * (max(0, twice.seconds - once.seconds) + 1)
    return max(0, twice.allocations - once.allocations - by_time) / REQUESTS


def judge(allocations: dict[str, float]) -> list[str]:
    return [
        f"the loop of {name} allocates {count:.4f} times for a request, and fewer than {ALLOWED:g} are allowed"
        for name, count in allocations.items()
        if name not in NOT_BUDGETED and count >= ALLOWED
    ]


def table(allocations: dict[str, float]) -> str:
    lines = [["engine", "allocations per request", "budget"]]
    for name, count in allocations.items():
        lines.append([name, f"{count:.4f}", "–" if name in NOT_BUDGETED else f"< {ALLOWED:g}"])
    return aligned(lines)
