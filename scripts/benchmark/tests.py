"""Tests of what can be wrong without running anything: reading each tool's output, the ratios and the table."""

import unittest

from benchmark.rows import ROWS, Counted, Failure, with_bases
from benchmark.table import Sample, markdown, summarize

# The lines that count, as the programs of Debian 12 wrote them.
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
        for row in ROWS:
            with self.subTest(row.name):
                self.assertEqual(row.read(OUTPUTS[row.name]), COUNTED[row.name])

    def test_a_failed_request_is_refused(self):
        readers = {row.name: row.read for row in ROWS}
        for name, line, wrong in ERRORS:
            with self.subTest(name, wrong=wrong), self.assertRaisesRegex(Failure, "it reports"):
                readers[name](OUTPUTS[name].replace(line, wrong))

    def test_output_without_a_result_is_refused(self):
        for row in ROWS:
            with self.subTest(row.name), self.assertRaisesRegex(Failure, "has no line like"):
                row.read("unable to connect\n")

    def test_a_command_line_has_all_its_values(self):
        values = {"squall": "/bin/squall", "url": "http://[::1]/", "connections": 50, "seconds": 3, "limit": 9}
        for row in ROWS:
            with self.subTest(row.name):
                self.assertIn("http://[::1]/", row.command.format(**values).split())


class Table(unittest.TestCase):
    rows = with_bases(["squall"])
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

    def test_the_base_of_a_row_is_measured_too(self):
        self.assertEqual([row.name for row in self.rows], ["squall", "wrk"])

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
