"""The rows of the tables: which programs are measured, and how they are called."""

from dataclasses import dataclass
from typing import Callable

from benchmark.reading import Counted, read_ab, read_h2load, read_hey, read_wrk


@dataclass(frozen=True)
class Row:
    """A program with its command line."""

    name: str
    command: str  # {squall}, {connections}, {seconds}, {limit} (more requests than can be answered), a URL: {http} …
    read: Callable[[str], Counted]
    base: str = "wrk"  # the row that this one is divided by

    @property
    def program(self) -> str:
        """What is run: squall, or a command that is looked for."""
        return "squall" if self.command.startswith("{squall}") else self.command.split()[0]


@dataclass(frozen=True)
class Protocol:
    """A kind of table."""

    title: str
    connections: list[int]  # a table for each, unless other numbers are asked for
    rows: list[Row]


SQUALL = "{squall} --quiet -t1 -c{connections} -d{seconds}s "

# One thread, the same connections kept open and the same time for all; ab speaks HTTP/1.0 with keep-alive.
HTTP = [
    Row("squall", SQUALL + "{http}", read_wrk),
    Row("squall-uring", SQUALL + "--engine direct --event-loop uring {http}", read_wrk),
    Row("squall-epoll", SQUALL + "--engine direct --event-loop epoll {http}", read_wrk),
    Row("squall-multi", SQUALL + "--engine multi {http}", read_wrk),
    Row("wrk", "wrk -t1 -c{connections} -d{seconds}s {http}", read_wrk),
    Row("h2load", "h2load --h1 -t1 -c{connections} -D{seconds} {http}", read_h2load),
    Row("ab", "ab -q -k -c{connections} -t{seconds} -n{limit} {http}", read_ab),
    Row("hey", "hey -cpus 1 -c {connections} -z {seconds}s {http}", read_hey),
]

# No program but squall looks at the certificate, so it is told not to.
HTTPS = [
    Row("squall", SQUALL + "-k {https}", read_wrk),
    Row("squall-epoll", SQUALL + "-k --engine direct --event-loop epoll {https}", read_wrk),
    Row("squall-multi", SQUALL + "-k --engine multi {https}", read_wrk),
    Row("wrk", "wrk -t1 -c{connections} -d{seconds}s {https}", read_wrk),
    Row("h2load", "h2load --h1 -t1 -c{connections} -D{seconds} {https}", read_h2load),
    Row("ab", "ab -q -k -c{connections} -t{seconds} -n{limit} {https}", read_ab),
    Row("hey", "hey -cpus 1 -c {connections} -z {seconds}s {https}", read_hey),
]

# Ten requests in flight on each connection; h2c is HTTP/2 without encryption. hey is not here, because it decides
# itself how many connections it opens.
HTTP2 = [
    Row("squall", SQUALL + "-k --http2 -m10 {h2}", read_wrk, base="h2load"),
    Row("h2load", "h2load -m10 -t1 -c{connections} -D{seconds} {h2}", read_h2load, base="h2load"),
    Row("squall-h2c", SQUALL + "--http2 -m10 {h2c}", read_wrk, base="h2load-h2c"),
    Row("h2load-h2c", "h2load -m10 -t1 -c{connections} -D{seconds} {h2c}", read_h2load, base="h2load-h2c"),
]

PROTOCOLS = {
    "http": Protocol("HTTP", [1, 50, 1000], HTTP),
    "https": Protocol("HTTPS", [50], HTTPS),
    "http2": Protocol("HTTP/2, 10 streams on each connection", [50], HTTP2),
}

NAMES = list(dict.fromkeys(row.name for protocol in PROTOCOLS.values() for row in protocol.rows))

# Where the programs come from, Debian's names.
PACKAGES = {
    "wrk": "wrk",
    "h2load": "nghttp2-client",
    "ab": "apache2-utils",
    "hey": "hey",
    "nginx": "nginx",
    "openssl": "openssl",
    "valgrind": "valgrind",
}


def choose(rows: list[Row], names: list[str]) -> list[Row]:
    """The rows of these names and those that they are divided by."""
    wanted = set(names) | {row.base for row in rows if row.name in names}
    return [row for row in rows if row.name in wanted]
