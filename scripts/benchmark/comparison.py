"""The tables of squall and its peers: interleaved rounds against one nginx."""

import argparse
import datetime
import json
import random
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from benchmark.failure import Failure
from benchmark.processes import measure
from benchmark.programs import describe_machine, find_squall, package_version, require, version_of
from benchmark.reading import find_refusal
from benchmark.rows import PROTOCOLS, Row, choose
from benchmark.server import allow_connections, start_nginx
from benchmark.table import Sample, markdown, summarize


def compare(options: argparse.Namespace) -> None:
    """Prints the tables that are asked for, and writes them to a file if one is named."""
    tables = list(choose_tables(options))
    if not tables:
        raise Failure(f"no table of {','.join(options.protocols)} has a row of {','.join(options.tools)}")
    most = max(connections for _, connections, _ in tables)
    allow_connections(most)
    used = {row.program for _, _, rows in tables for row in rows} - {"squall"}
    programs = [*sorted(used), "nginx", "openssl"]
    require(programs)
    squall = find_squall(options.squall)
    report = {
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "machine": describe_machine(),
        "versions": {"squall": version_of(squall)} | {program: package_version(program) for program in programs},
        "rounds": options.rounds,
        "seconds": options.duration,
        "tables": [],
    }
    print(", ".join([report["date"], report["machine"]] + [f"{k} {v}" for k, v in report["versions"].items()]))
    with tempfile.TemporaryDirectory(prefix="squall-bench-") as folder:
        urls = start_nginx(Path(folder), most)
        refusal = find_ring_refusal(squall, urls["http"])
        for protocol, connections, rows in tables:
            title = f"{connections} connection{'s' if connections > 1 else ''}, {PROTOCOLS[protocol].title}"
            rows, left_out = leave_out(rows, refusal, connections)
            samples = run_rounds(options, rows, title, squall=squall, connections=connections, **urls)
            summary = summarize(rows, samples)
            print(f"\n{heading(options, title, rows)}\n\n{markdown(summary)}")
            for name, reason in left_out.items():
                print(f"\n{name} is left out: {reason}")
            report["tables"].append(
                {
                    "protocol": protocol,
                    "connections": connections,
                    "left_out": left_out,
                    "summary": summary,
                    "runs": {name: [asdict(sample) for sample in row] for name, row in samples.items()},
                }
            )
    if options.json:
        json.dump(report, options.json, indent=1, ensure_ascii=False)


def choose_tables(options: argparse.Namespace):
    """Protocol, connections and rows of each table."""
    for name in options.protocols:
        rows = choose(PROTOCOLS[name].rows, options.tools)
        for connections in options.connections or PROTOCOLS[name].connections:
            if rows:
                yield name, connections, rows


def find_ring_refusal(squall: str, url: str) -> str | None:
    """Why squall cannot have an io_uring here; None if it can."""
    command = [squall, "--quiet", "-t1", "-c1", "-n1", "--engine", "direct", "--event-loop", "uring", url]
    return find_refusal(subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr)


def leave_out(rows: list[Row], refusal: str | None, connections: int) -> tuple[list[Row], dict[str, str]]:
    """The rows that can be measured, and why the others cannot."""
    left_out = {row.name: refusal for row in rows if refusal and "--event-loop uring" in row.command}
    for row in rows:
        if row.most and connections > row.most:
            left_out[row.name] = f"it keeps no more than {row.most} connections open"
    return [row for row in rows if row.name not in left_out], left_out


def heading(options: argparse.Namespace, title: str, rows: list[Row]) -> str:
    rounds = f"{options.rounds} {'round' if options.rounds == 1 else 'rounds'} of {options.duration} s"
    bases = " or ".join(dict.fromkeys(row.base for row in rows))
    return f"{title}, {rounds}; medians, and ratios to {bases} in the same round"


def run_rounds(options: argparse.Namespace, rows: list[Row], title: str, **values) -> dict[str, list[Sample]]:
    """The runs of each row, by round. The order differs from round to round, and is the same in every benchmark."""
    samples = {row.name: [] for row in rows}
    for number in range(options.rounds):
        print(f"{title}, round {number + 1} of {options.rounds}", file=sys.stderr)
        for row in random.Random(number).sample(rows, len(rows)):
            samples[row.name].append(measure(row, options.duration, **values))
    return samples
