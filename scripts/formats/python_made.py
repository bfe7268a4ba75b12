"""Histograms that the library of other people writes: the fixture that squall's tests read."""

import io
import json
import pathlib
import re

from hdrh.histogram import HdrHistogram
from hdrh.log import HistogramLogWriter

from formats.counters import Counters, body
from formats.findings import Findings

PERCENTILES = [50, 75, 90, 99, 99.9, 100]
HOUR = 3_600_000_000_000


def recorded() -> dict[str, tuple[tuple[int, int, int], list[tuple[int, int]]]]:
    """What is recorded: lowest, highest and digits, and values with how often each comes."""
    return {
        "empty": ((1, HOUR, 3), []),
        "one": ((1, HOUR, 3), [(1_234_567, 1)]),
        "zero": ((1, HOUR, 3), [(0, 3), (1, 1)]),
        "hundred": ((1, HOUR, 3), [(value * 1000, 1) for value in range(1, 101)]),
        "spread": ((1, HOUR, 3), [(int(1000 * 1.2**step), 1 + step % 7) for step in range(100)]),
        "coarse": ((1, HOUR, 2), [(int(500 * 1.3**step), 1000 - step) for step in range(80)]),
        "microseconds": ((1000, HOUR, 3), [(step * 10_007, step) for step in range(1, 90)]),
        "long run": ((1, HOUR, 3), [(200_000, 10**11), (HOUR, 7)]),
        "five digits": ((1, 10**9, 5), [(step * 9973, 2) for step in range(1, 60)]),
    }


def texts() -> tuple[str, str]:
    """The log, and what a reader has to find in it."""
    log, expectations = io.StringIO(), []
    writer = HistogramLogWriter(log)
    writer.output_comment("[Written by hdrhistogram for Python]")
    writer.output_log_format_version()
    writer.output_legend()
    for number, (name, (geometry, values)) in enumerate(recorded().items()):
        histogram = HdrHistogram(*geometry)
        for value, count in values:
            histogram.record_value(value, count)
        writer.output_interval_histogram(histogram, number + 0.5, number + 1.25)
        # Recorded values, and not what was encoded, say what has to be read.
        empty = Counters(*geometry, {})
        for value, count in values:
            index = histogram._counts_index_for(value)
            empty.counts[index] = empty.counts.get(index, 0) + count
        counts = [[index, empty.values(index)[0], empty.counts[index]] for index in sorted(empty.counts)]
        expectations.append({
            "name": name, "lowest": geometry[0], "highest": geometry[1], "digits": geometry[2], "counts": counts,
            "percentiles": {f"{p}": empty.percentile_of_java(p) for p in PERCENTILES} if counts else {},
        })
    return log.getvalue(), "[\n" + ",\n".join(json.dumps(one) for one in expectations) + "\n]\n"


def check(fixtures: pathlib.Path, findings: Findings, update: bool) -> None:
    """The library still writes what the fixture holds, which the tests of Statistics read."""
    for name, text in zip(("python-made.hlog", "python-made.json"), texts()):
        file = fixtures / name
        if update:
            file.write_text(text)
        same = file.exists() and inflated(file.read_text()) == inflated(text)
        if not same:
            findings.wrong.append(f"{name} is not what the library writes; scripts/check-formats --update writes it anew")
    findings.count("histograms of the library", len(recorded()))


def inflated(text: str) -> str:
    """The text with histograms as they are before compression."""
    return re.sub(r"HISTFAAA[A-Za-z0-9+/]*=*", lambda match: body(match[0]).hex(), text)
