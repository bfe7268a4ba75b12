"""Histograms that squall writes, in JSON and in logs, read with the library of other people."""

import bisect
import itertools
import json
import math
import pathlib
import re

from hdrh.histogram import HdrHistogram
from hdrh.log import HistogramLogReader

from formats.counters import Counters
from formats.findings import Findings

PERCENTILES = [0.1, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100]


def check(golden: pathlib.Path, findings: Findings) -> None:
    """Everything with histograms in a folder of golden files."""
    for file in sorted(golden.glob("*.json")):
        check_json(json.loads(file.read_text()), file.name, findings)
    for file in sorted(golden.glob("*.hlog")):
        check_log(file, findings)
    check_spectrum(golden, "run", "run", findings)
    for role in ("baseline", "candidate"):
        check_spectrum(golden, "compare", role, findings)


def check_histogram(text: str, place: str, findings: Findings) -> Counters:
    """The library finds the counts and, by its own rule, the percentiles that the counters have."""
    counters = Counters.decode(text)
    read = HdrHistogram.decode(text)
    findings.expect(read.get_total_count(), counters.total, f"{place}: total count")
    counts = {index: count for index in range(read.counts_len) if (count := read.get_count_at_index(index))}
    findings.expect(counts, counters.counts, f"{place}: counts")
    wanted = {percent: counters.percentile_of_python(percent) for percent in PERCENTILES} if counts else {}
    found = read.get_percentile_to_value_dict(PERCENTILES) if counts else {}
    findings.expect(found, wanted, f"{place}: percentiles")
    if counts:
        findings.expect(read.get_value_at_percentile(99.9), wanted[99.9], f"{place}: p99.9")
    findings.count("histograms")
    return counters


def check_json(value, place: str, findings: Findings) -> None:
    """Each histogram in a result, and the figures beside it."""
    if isinstance(value, list):
        for index, element in enumerate(value):
            check_json(element, f"{place}[{index}]", findings)
    elif isinstance(value, dict):
        if "histogram" in value:
            check_figures(value, place, findings)
        for key, member in value.items():
            check_json(member, f"{place}.{key}", findings)


def check_figures(value: dict, place: str, findings: Findings) -> None:
    histogram = value["histogram"]
    counters = check_histogram(histogram["data"], place, findings)
    for field, found in [("lowestDiscernible", counters.lowest), ("highestTrackable", counters.highest),
                         ("significantDigits", counters.digits), ("count", counters.total)]:
        findings.expect(histogram[field], found, f"{place}.histogram.{field}")
    percentiles = value.get("percentiles") or {name: value[name] for name in ("p50", "p90", "p99") if name in value}
    if not counters.counts:
        findings.expect(set(percentiles.values()) <= {0}, True, f"{place}: percentiles of nothing are 0")
        return
    last = counters.values(max(counters.counts))
    for name, found in percentiles.items():
        wanted = counters.percentile_of_java(float(name[1:]))
        if wanted == last[-1]:
            # The largest value is known exactly, and no percentile is above it; a slot does not tell it.
            wanted = min(wanted, value.get("max", found if found in last else wanted))
        findings.expect(found, wanted, f"{place}.{name}")
        findings.count("percentiles")


# --- logs


def check_log(file: pathlib.Path, findings: Findings) -> None:
    """The library's reader finds all lines of a log, their tags, times and histograms."""
    lines = [line for line in file.read_text().splitlines() if line[0] not in '#"']
    reader = HistogramLogReader(str(file), HdrHistogram(1, 3_600_000_000_000, 3))
    for number, line in enumerate(lines):
        place = f"{file.name} line {number}"
        *tag, start, length, highest, text = line.split(",")
        read = reader.get_next_interval_histogram()
        if read is None:
            findings.wrong.append(f"{place}: the reader found no line")
            return
        counters = check_histogram(text, place, findings)
        began = reader.get_start_time_sec()
        findings.expect(read.get_tag(), tag[0].removeprefix("Tag=") if tag else None, f"{place}: tag")
        findings.expect(read.get_total_count(), counters.total, f"{place}: count")
        findings.expect(round(read.get_start_time_stamp()), round((began + float(start)) * 1000), f"{place}: start")
        end = round((began + float(start) + float(length)) * 1000)
        findings.expect(round(read.get_end_time_stamp()), end, f"{place}: end")
        last = counters.values(max(counters.counts))[-1] if counters.counts else 0
        findings.expect(highest, f"{last / 1e6:.3f}", f"{place}: largest value")
        findings.count("lines of logs")
    findings.expect(reader.get_next_interval_histogram(), None, f"{file.name}: after the last line")
    reader.close()


# --- percentile texts

FOOTER = re.compile(r"#\[(?:Mean|Max|Buckets) +=([^,]+),[^=]+=([^\]]+)\]")


def check_spectrum(golden: pathlib.Path, result: str, name: str, findings: Findings) -> None:
    """The lines of a percentile text are those of the counters, and its end has the figures of the library.

    The library's own text has other percentiles than those of Java and C, so that lines cannot be compared with its lines.
    """
    targets = json.loads((golden / f"{result}.json").read_text())["targets"]
    text = next(target for target in targets if target["role"] in (name, "single"))["latency"]["histogram"]["data"]
    file = golden / (f"{result}.hgrm" if name == "run" else f"{result}-{name}.hgrm")
    lines = file.read_text().splitlines()
    findings.expect(lines[0].split(), ["Value", "Percentile", "TotalCount", "1/(1-Percentile)"], f"{file.name}: head")
    check_rows([line.split() for line in lines[2:-3]], Counters.decode(text), file.name, findings)
    read = HdrHistogram.decode(text)
    wanted = [
        read.get_mean_value() / 1e6, read.get_stddev() / 1e6,
        read.get_lowest_equivalent_value(read.get_max_value()) / 1e6, read.get_total_count(),
        read.bucket_count, read.sub_bucket_count,
    ]
    found = [float(number) for line in lines[-3:] for number in FOOTER.fullmatch(line).groups()]
    findings.expect(found, [round(number, 3) for number in wanted], f"{file.name}: end")


def check_rows(rows: list[list[str]], counters: Counters, place: str, findings: Findings) -> None:
    """Each line has the first counter that reaches its percentile."""
    indices = sorted(counters.counts)
    seen = list(itertools.accumulate(counters.counts[index] for index in indices))
    for value, percentile, count, _ in rows:
        rank = max(1, math.ceil((float(percentile) - 1e-6) * counters.total))
        reached = bisect.bisect_left(seen, rank)
        wanted = (f"{counters.values(indices[reached])[-1] / 1e6:.3f}", str(seen[reached]))
        findings.expect((value, count), wanted, f"{place}: percentile {percentile}")
        findings.count("lines of percentiles")
    findings.expect(rows[-1][1], "1.000000", f"{place}: last percentile")
