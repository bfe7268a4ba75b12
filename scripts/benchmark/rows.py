"""The rows of the tables: which programs are measured, and how they are called."""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from benchmark.reading import Counted, read_ab, read_h2load, read_hey, read_wrk


@dataclass(frozen=True)
class Row:
    """A program with its command line."""

    name: str
    command: str  # {squall}, {connections}, {seconds}, {limit} (more requests than can be answered), a URL: {http} …
    read: Callable[[str], Counted]
    base: str = "wrk"  # the row that this one is divided by
    most: int | None = None  # the most connections that it keeps open

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


def keep_alive(url: str, flags: str = "") -> list[Row]:
    """One thread, the same connections kept open and the same time for all; ab speaks HTTP/1.0 with keep-alive."""
    squall = SQUALL + flags
    return [
        Row("squall", f"{squall}{url}", read_wrk),
        Row("squall-uring", f"{squall}--engine direct --event-loop uring {url}", read_wrk),
        Row("squall-epoll", f"{squall}--engine direct --event-loop epoll {url}", read_wrk),
        Row("squall-multi", f"{squall}--engine multi {url}", read_wrk),
        Row("wrk", f"wrk -t1 -c{{connections}} -d{{seconds}}s {url}", read_wrk),
        Row("h2load", f"h2load --h1 -t1 -c{{connections}} -D{{seconds}} {url}", read_h2load),
        Row("ab", f"ab -q -k -c{{connections}} -t{{seconds}} -n{{limit}} {url}", read_ab),
        Row("hey", f"hey -cpus 1 -c {{connections}} -z {{seconds}}s {url}", read_hey, most=500),
    ]


HTTP = keep_alive("{http}")

# No program but squall looks at the certificate, so it is told not to.
HTTPS = keep_alive("{https}", "-k ")

# Ten requests in flight on each connection; h2c is HTTP/2 without encryption. hey is not here, because it decides
# itself how many connections it opens.
HTTP2 = [
    Row("squall", SQUALL + "-k --http2 -m10 {h2}", read_wrk, base="h2load"),
    Row("h2load", "h2load -m10 -t1 -c{connections} -D{seconds} {h2}", read_h2load, base="h2load"),
    Row("squall-h2c", SQUALL + "--http2 -m10 {h2c}", read_wrk, base="h2load-h2c"),
    Row("h2load-h2c", "h2load -m10 -t1 -c{connections} -D{seconds} {h2c}", read_h2load, base="h2load-h2c"),
]

SCRIPTS = Path(__file__).with_name("scripts")


def scripted(name: str) -> list[Row]:
    """The same Lua script under squall and under wrk."""
    script = f"-s {SCRIPTS / name}.lua {{http}}"
    base = f"wrk-{name}"
    return [
        Row(f"squall-{name}", SQUALL + script, read_wrk, base=base),
        Row(f"squall-{name}-epoll", SQUALL + f"--event-loop epoll {script}", read_wrk, base=base),
        Row(base, f"wrk -t1 -c{{connections}} -d{{seconds}}s {script}", read_wrk, base=base),
    ]


PROTOCOLS = {
    "http": Protocol("HTTP", [1, 50, 1000], HTTP),
    "https": Protocol("HTTPS", [50], HTTPS),
    "lua": Protocol("HTTP, Lua scripts", [50], [*scripted("fields"), *scripted("request"), *scripted("response")]),
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
