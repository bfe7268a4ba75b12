"""Tests of what can be wrong without running anything: reading each tool's output, the ratios and the table."""

import unittest

from benchmark.comparison import leave_out
from benchmark.failure import Failure
from benchmark.reading import Counted, find_refusal
from benchmark.rows import HTTP, HTTP2, PACKAGES, PROTOCOLS, choose
from benchmark.table import Sample, markdown, summarize
from benchmark.valgrind_tests import Budgets, Loop, Valgrind  # run with those of this file

EVERY_ROW = [(name, row) for name, protocol in PROTOCOLS.items() for row in protocol.rows]

# The lines that count, as the programs of Debian 12 wrote them; the other rows of squall write the same.
OUTPUTS = {
    "squall": """\
  114926 requests in 2.00s, 17.65MB read
Requests/sec:  57447.22
Transfer/sec:      8.82MB
""",
    "wrk": """\
  348317 requests in 2.10s, 53.48MB read
Requests/sec: 165789.13
Transfer/sec:     25.46MB
""",
    "h2load": """\
finished in 2.00s, 152095.50 req/s, 23.35MB/s
requests: 304191 total, 304241 started, 304191 done, 304191 succeeded, 0 failed, 0 errored, 0 timeout
status codes: 304191 2xx, 0 3xx, 0 4xx, 0 5xx
""",
    "ab": """\
Time taken for tests:   2.000 seconds
Complete requests:      343654
Failed requests:        0
Keep-Alive requests:    343654
Requests per second:    171825.71 [#/sec] (mean)
""",
    "hey": """\
  Total:\t2.0007 secs
  Requests/sec:\t49945.4585
Status code distribution:
  [200]\t99925 responses
""",
}

# What differs with other protocols; the lines around have nothing that counts.
OTHER_OUTPUTS = [
    (
        "squall",
        """\
  1 threads and 50 connections, 10 streams each
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     2.37ms    2.02ms  15.13ms   57.53%
    Req/Sec    33.94k     7.58k   40.85k    90.00%
  33843 requests in 1.00s, 4.26MB read
Requests/sec:  33719.03
Transfer/sec:      4.24MB
""",
        Counted(33843, 33719.03),
    ),
    (
        "h2load",
        """\
TLS Protocol: TLSv1.3
Cipher: TLS_AES_128_GCM_SHA256
Server Temp Key: X25519 253 bits
Application protocol: h2
finished in 1.00s, 129289.00 req/s, 9.74MB/s
requests: 129289 total, 129789 started, 129289 done, 129289 succeeded, 0 failed, 0 errored, 0 timeout
status codes: 129289 2xx, 0 3xx, 0 4xx, 0 5xx
traffic: 9.74MB (10216281) total, 6.04MB (6335161) headers (space savings 50.51%), 1.48MB (1551468) data
""",
        Counted(129289, 129289),
    ),
    (
        "ab",
        """\
SSL/TLS Protocol:       TLSv1.3,TLS_AES_128_GCM_SHA256,256,128
Server Temp Key:        X25519 253 bits
Complete requests:      98042
Failed requests:        0
Keep-Alive requests:    98042
Requests per second:    98042.00 [#/sec] (mean)
""",
        Counted(98042, 98042),
    ),
]

COUNTED = {
    "squall": Counted(114926, 57447.22),
    "wrk": Counted(348317, 165789.13),
    "h2load": Counted(304191, 152095.50),
    "ab": Counted(343654, 171825.71),
    "hey": Counted(99926, 49945.4585),
}

# A line of the output and what stands there when a request failed.
ERRORS = [
    ("squall", "Requests/sec", "  Socket errors: connect 0, read 3, write 0, timeout 0\nRequests/sec"),
    ("wrk", "Requests/sec", "  Non-2xx or 3xx responses: 7\nRequests/sec"),
    ("h2load", "0 failed", "12 failed"),
    ("h2load", "0 timeout", "1 timeout"),
    ("h2load", "0 4xx", "9 4xx"),
    ("h2load", "0 5xx", "304191 5xx"),
    ("ab", "Failed requests:        0", "Failed requests:        20"),
    ("ab", "Requests per", "Non-2xx responses:      343654\nRequests per"),
    ("hey", "[200]", "[404]"),
    ("hey", "Status code distribution", "Error distribution"),
]


class Reading(unittest.TestCase):
    def test_the_numbers_of_every_row_are_read(self):
        for protocol, row in EVERY_ROW:
            with self.subTest(row.name, protocol=protocol):
                self.assertEqual(row.read(OUTPUTS[row.program]), COUNTED[row.program])

    def test_the_numbers_over_other_protocols_are_read(self):
        readers = {row.program: row.read for _, row in EVERY_ROW}
        for program, output, counted in OTHER_OUTPUTS:
            with self.subTest(program):
                self.assertEqual(readers[program](output), counted)

    def test_a_failed_request_is_refused(self):
        readers = {row.program: row.read for _, row in EVERY_ROW}
        for name, line, wrong in ERRORS:
            with self.subTest(name, wrong=wrong), self.assertRaisesRegex(Failure, "it reports"):
                readers[name](OUTPUTS[name].replace(line, wrong))

    def test_output_without_a_result_is_refused(self):
        for protocol, row in EVERY_ROW:
            with self.subTest(row.name, protocol=protocol), self.assertRaisesRegex(Failure, "has no line like"):
                row.read("unable to connect\n")

    def test_why_squall_refuses_an_event_loop_is_read(self):
        reason = "--event-loop uring: io_uring_setup: Operation not permitted"
        self.assertEqual(find_refusal(f"squall: {reason}; use --event-loop epoll\n"), reason)
        self.assertIsNone(find_refusal("squall: http://127.0.0.1:1/: connection refused\n"))


class Rows(unittest.TestCase):
    urls = {"http": "http://[::1]/", "https": "https://[::1]/", "h2": "https://[::2]/", "h2c": "http://[::2]/"}
    of_protocol = {"http": ["http"], "https": ["https"], "lua": ["http"], "http2": ["h2", "h2c"]}

    def test_a_command_line_has_all_its_values(self):
        values = {"squall": "/bin/squall", "connections": 50, "seconds": 3, "limit": 9} | self.urls
        for protocol, row in EVERY_ROW:
            with self.subTest(row.name, protocol=protocol):
                url = row.command.format(**values).split()[-1]
                self.assertIn(url, [self.urls[name] for name in self.of_protocol[protocol]])

    def test_a_row_is_known_by_its_name_and_has_its_base_in_the_same_table(self):
        for name, protocol in PROTOCOLS.items():
            names = [row.name for row in protocol.rows]
            with self.subTest(name):
                self.assertEqual(len(set(names)), len(names))
                self.assertLessEqual({row.base for row in protocol.rows}, set(names))

    def test_every_program_can_be_installed(self):
        self.assertLessEqual({row.program for _, row in EVERY_ROW} - {"squall"}, set(PACKAGES))

    def test_the_base_of_a_row_is_measured_too(self):
        self.assertEqual([row.name for row in choose(HTTP, ["squall-epoll"])], ["squall-epoll", "wrk"])
        self.assertEqual([row.name for row in choose(HTTP2, ["squall-h2c"])], ["squall-h2c", "h2load-h2c"])
        self.assertEqual(choose(HTTP2, ["ab"]), [])

    def test_only_the_rows_of_a_forbidden_event_loop_are_left_out(self):
        rows, left_out = leave_out(HTTP, "no ring", 500)
        self.assertEqual(left_out, {"squall-uring": "no ring"})
        self.assertEqual(len(rows), len(HTTP) - 1)
        self.assertEqual(leave_out(HTTP, None, 500), (HTTP, {}))

    def test_a_program_is_not_asked_for_more_connections_than_it_keeps(self):
        rows, left_out = leave_out(HTTP, None, 501)
        self.assertEqual(left_out, {"hey": "it keeps no more than 500 connections open"})
        self.assertEqual(len(rows), len(HTTP) - 1)


class Table(unittest.TestCase):
    rows = choose(HTTP, ["squall"])
    # In the second round everything took twice the time: the figures of both tools change, their ratio does not.
    samples = {
        "squall": [
            Sample(requests=1000, requests_per_second=500, cpu_seconds=0.006, peak_bytes=9_000_000),
            Sample(requests=500, requests_per_second=250, cpu_seconds=0.006, peak_bytes=9_000_000),
            Sample(requests=1000, requests_per_second=400, cpu_seconds=0.009, peak_bytes=9_000_000),
        ],
        "wrk": [
            Sample(requests=1000, requests_per_second=1000, cpu_seconds=0.003, peak_bytes=3_000_000),
            Sample(requests=500, requests_per_second=500, cpu_seconds=0.003, peak_bytes=3_000_000),
            Sample(requests=1000, requests_per_second=1000, cpu_seconds=0.003, peak_bytes=3_000_000),
        ],
    }

    def test_a_ratio_is_taken_within_a_round_and_then_the_median(self):
        figures = summarize(self.rows, self.samples)["squall"]["CPU µs/request"]
        self.assertAlmostEqual(figures["median"], 9)
        self.assertEqual(figures["ratio"]["base"], "wrk")
        for key, ratio in {"median": 2, "min": 2, "max": 3}.items():
            self.assertAlmostEqual(figures["ratio"][key], ratio)

    def test_the_table_is_aligned_markdown(self):
        expected = """\
| tool   | CPU µs/request |  ratio (min–max) | requests/s |  ratio (min–max) | peak MB |  ratio (min–max) |
| ------ | -------------: | ---------------: | ---------: | ---------------: | ------: | ---------------: |
| squall |           9.00 | 2.00 (2.00–3.00) |        400 | 0.50 (0.40–0.50) |     9.0 | 3.00 (3.00–3.00) |
| wrk    |           3.00 |                1 |      1,000 |                1 |     3.0 |                1 |"""
        self.assertEqual(markdown(summarize(self.rows, self.samples)), expected)
