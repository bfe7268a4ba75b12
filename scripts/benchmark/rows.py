"""The rows of the table: which programs are measured, how they are called and how their output is read."""

import re
from dataclasses import dataclass
from typing import Callable


class Failure(Exception):
    """Why there is no result; one sentence for the user."""


@dataclass(frozen=True)
class Counted:
    """What a program says of its own run."""

    requests: int  # answered, all of them without an error
    requests_per_second: float


@dataclass(frozen=True)
class Row:
    """A program with its command line."""

    name: str
    command: str  # {url}, {connections}, {seconds}, {squall} and {limit}, more requests than can be answered
    read: Callable[[str], Counted]
    base: str = "wrk"  # the row that this one is divided by


def find(pattern: str, output: str) -> float:
    """The number that `pattern` captures."""
    match = re.search(pattern, output, re.MULTILINE)
    if not match:
        raise Failure(f"its output has no line like '{pattern}'")
    return float(match[1])


def refuse(pattern: str, output: str) -> None:
    """Fails if a line matches `pattern`: a run with errors measures something else."""
    match = re.search(f"^.*(?:{pattern}).*$", output, re.MULTILINE)
    if match:
        raise Failure(f"it reports '{match[0].strip()}'")


def read_wrk(output: str) -> Counted:
    refuse("Socket errors|Non-2xx|Timeouts are", output)
    return Counted(int(find(r"(\d+) requests in ", output)), find(r"^Requests/sec: +([\d.]+)", output))


def read_h2load(output: str) -> Counted:
    refuse(r"[1-9]\d* (?:failed|errored|timeout|[345]xx)", output)
    return Counted(int(find(r" (\d+) succeeded", output)), find(r"^finished in .* ([\d.]+) req/s", output))


def read_ab(output: str) -> Counted:
    refuse(r"(?:Failed requests|Write errors|Non-2xx responses): +[1-9]", output)
    return Counted(int(find(r"^Complete requests: +(\d+)", output)), find(r"^Requests per second: +([\d.]+)", output))


def read_hey(output: str) -> Counted:
    refuse(r"Error distribution|^ +\[[1345]\d\d\]\t", output)
    # The status lines stop at a million answers, so the number comes from the rate.
    rate = find(r"Requests/sec:\t([\d.]+)", output)
    return Counted(round(rate * find(r"Total:\t([\d.]+) secs", output)), rate)


# One thread, the same connections kept open and the same time for all; ab speaks HTTP/1.0 with keep-alive.
ROWS = [
    Row("squall", "{squall} --quiet -t1 -c{connections} -d{seconds}s {url}", read_wrk),
    Row("wrk", "wrk -t1 -c{connections} -d{seconds}s {url}", read_wrk),
    Row("h2load", "h2load --h1 -t1 -c{connections} -D{seconds} {url}", read_h2load),
    Row("ab", "ab -q -k -c{connections} -t{seconds} -n{limit} {url}", read_ab),
    Row("hey", "hey -cpus 1 -c {connections} -z {seconds}s {url}", read_hey),
]

# Where the programs come from, Debian's names.
PACKAGES = {"wrk": "wrk", "h2load": "nghttp2-client", "ab": "apache2-utils", "hey": "hey", "nginx": "nginx"}


def with_bases(names: list[str]) -> list[Row]:
    """The rows of these names and those that they are divided by."""
    wanted = set(names) | {row.base for row in ROWS if row.name in names}
    return [row for row in ROWS if row.name in wanted]
