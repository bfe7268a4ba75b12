"""The columns of the table, the ratios and the table itself."""

from dataclasses import dataclass
from statistics import median
from typing import Callable

from benchmark.rows import Row


@dataclass(frozen=True)
class Sample:
    """One run of one program."""

    requests: int
    requests_per_second: float
    cpu_seconds: float  # user and system time of the client
    peak_bytes: int  # resident


@dataclass(frozen=True)
class Column:
    """A figure of a run."""

    title: str
    of: Callable[[Sample], float]
    format: str


COLUMNS = [
    Column("CPU µs/request", lambda sample: sample.cpu_seconds * 1e6 / sample.requests, "{:.2f}"),
    Column("requests/s", lambda sample: sample.requests_per_second, "{:,.0f}"),
    Column("peak MB", lambda sample: sample.peak_bytes / 1e6, "{:.1f}"),
]


def summarize(rows: list[Row], samples: dict[str, list[Sample]]) -> dict:
    """Each row's columns: the median, and the median and the ends of the ratios to the base of the same round."""
    return {row.name: {column.title: figures(row, column, samples) for column in COLUMNS} for row in rows}


def figures(row: Row, column: Column, samples: dict[str, list[Sample]]) -> dict:
    """What a cell of the table is made of."""
    values = [column.of(sample) for sample in samples[row.name]]
    base = [column.of(sample) for sample in samples[row.base]]
    ratios = [value / reference for value, reference in zip(values, base, strict=True)]
    return {
        "median": median(values),
        "ratio": {"base": row.base, "median": median(ratios), "min": min(ratios), "max": max(ratios)},
    }


def markdown(summary: dict) -> str:
    """The summary as a table that is aligned for the terminal too."""
    lines = [["tool"] + [title for column in COLUMNS for title in (column.title, "ratio (min–max)")]]
    for name, cells in summary.items():
        line = [name]
        for column in COLUMNS:
            ratio = cells[column.title]["ratio"]
            line.append(column.format.format(cells[column.title]["median"]))
            line.append("1" if ratio["base"] == name else "{median:.2f} ({min:.2f}–{max:.2f})".format(**ratio))
        lines.append(line)
    return aligned(lines)


def aligned(lines: list[list[str]]) -> str:
    """Lines of cells as a table; the first line is the heading."""
    widths = [max(map(len, cells)) for cells in zip(*lines)]
    rule = ["-" * widths[0]] + ["-" * (width - 1) + ":" for width in widths[1:]]
    lines = [lines[0], rule, *lines[1:]]
    return "\n".join("| " + " | ".join(align(line, widths)) + " |" for line in lines)


def align(cells: list[str], widths: list[int]) -> list[str]:
    """Names to the left, numbers to the right."""
    return [cells[0].ljust(widths[0])] + [cell.rjust(width) for cell, width in zip(cells[1:], widths[1:])]
