"""What the programs say of their own runs."""

import re
from dataclasses import dataclass

from benchmark.failure import Failure


@dataclass(frozen=True)
class Counted:
    """What a program says of its own run."""

    requests: int  # answered, all of them without an error
    requests_per_second: float


def find(pattern: str, output: str) -> float:
    """The number that `pattern` captures; it may have commas between its thousands."""
    match = re.search(pattern, output, re.MULTILINE)
    if not match:
        raise Failure(f"its output has no line like '{pattern}'")
    return float(match[1].replace(",", ""))


def refuse(pattern: str, output: str) -> None:
    """Fails if a line matches `pattern`: a run with errors measures something else."""
    match = re.search(f"^.*(?:{pattern}).*$", output, re.MULTILINE)
    if match:
        raise Failure(f"it reports '{match[0].strip()}'")


def read_wrk(output: str) -> Counted:
    refuse("Socket errors|Non-2xx|Timeouts are", output)
    return Counted(int(find(r"^ +(\d+) requests in ", output)), find(r"^Requests/sec: +([\d.]+)", output))


def read_seconds(output: str) -> float:
    """How long a run of squall or wrk took."""
    number, unit = re.search(r" requests in ([\d.]+)([a-z]+),", output).groups()
    return float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600}[unit]


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


def find_refusal(output: str) -> str | None:
    """Why squall does not use the event loop that it is told to use; None if that is not what it says."""
    match = re.search(r"^squall: (--event-loop \w+: .*); use --event-loop", output, re.MULTILINE)
    return match[1] if match else None
