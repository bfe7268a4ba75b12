"""Tests of how valgrind's outputs are read and judged."""

import unittest

from benchmark import budgets, loop
from benchmark.budgets import Cost
from benchmark.failure import Failure
from benchmark.loop import PER_SECOND, REQUESTS, Run
from benchmark.reading import read_seconds
from benchmark.valgrind import read_allocations, read_instructions

# What valgrind 3.19 of Debian 12 wrote.
CACHEGRIND = """\
==17341== Cachegrind, a cache and branch-prediction profiler
==17341== Command: .build-bench/release/Benchmarks parse 20000
==17341==
parse: 9317.57 ns each, checksum 3200000
==17341==
==17341== I   refs:      86,766,078
"""

MEMCHECK = """\
  40000 requests in 4.51s, 6.10MB read
Requests/sec:   8861.47
Transfer/sec:      1.35MB
==7182==
==7182== HEAP SUMMARY:
==7182==     in use at exit: 5,443 bytes in 70 blocks
==7182==   total heap usage: 5,935 allocs, 5,865 frees, 6,108,633 bytes allocated
==7182==
"""


class Valgrind(unittest.TestCase):
    def test_instructions_are_read(self):
        self.assertEqual(read_instructions(CACHEGRIND), 86_766_078)
        self.assertEqual(read_instructions(CACHEGRIND.replace("I   refs:      86", "I refs:        86")), 86_766_078)

    def test_allocations_are_read(self):
        self.assertEqual(read_allocations(MEMCHECK), 5935)

    def test_output_without_counts_is_refused(self):
        for read in (read_instructions, read_allocations):
            with self.subTest(read.__name__), self.assertRaisesRegex(Failure, "has no line like"):
                read("valgrind: failed to start tool\n")

    def test_the_time_of_a_run_is_read_in_every_unit(self):
        self.assertAlmostEqual(read_seconds(MEMCHECK), 4.51)
        self.assertAlmostEqual(read_seconds("  2000 requests in 269.42ms, 312.50KB read"), 0.26942)
        self.assertAlmostEqual(read_seconds("  2000 requests in 1.50m, 312.50KB read"), 90)


class Budgets(unittest.TestCase):
    budget = Cost(instructions=1000, allocations=0)

    def test_a_cost_within_two_percent_is_as_budgeted(self):
        for instructions in (980, 1000, 1020):
            self.assertEqual(budgets.compare("parse", Cost(instructions, 0), self.budget), [])

    def test_more_and_less_than_that_is_told(self):
        for instructions, change in ((1021, r"\+2.1%"), (979, "-2.1%")):
            (sentence,) = budgets.compare("parse", Cost(instructions, 0), self.budget)
            self.assertRegex(sentence, f"^parse takes {instructions} instructions, .* 1000: that is {change}, and 2%")

    def test_any_other_number_of_allocations_is_told(self):
        (sentence,) = budgets.compare("parse", Cost(1000, 1), self.budget)
        self.assertEqual(sentence, "parse allocates 1 times, and its budget is 0")

    def test_a_function_without_budget_is_told(self):
        self.assertEqual(budgets.compare("parse", self.budget, None), ["parse has no budget"])

    def test_every_function_has_a_budget(self):
        self.assertEqual(list(budgets.read_budgets(budgets.FILE.read_text())), budgets.NAMES)

    def test_a_broken_file_is_refused(self):
        for text in ("{", "[]", '{"parse": {"instructions": 1}}'):
            with self.subTest(text), self.assertRaisesRegex(Failure, "--budgets --update"):
                budgets.read_budgets(text)

    def test_the_table_shows_cost_and_budget(self):
        expected = """\
| per call | instructions |   budget | allocations | budget |
| -------- | -----------: | -------: | ----------: | -----: |
| parse    |     1,001.50 | 1,000.00 |           2 |      0 |
| new      |         3.00 |        – |           0 |      – |"""
        costs = {"parse": Cost(1001.5, 2), "new": Cost(3, 0)}
        self.assertEqual(budgets.table(costs, {"parse": self.budget}), expected)


class Loop(unittest.TestCase):
    def test_what_passing_time_allocates_is_not_the_requests(self):
        once, twice = Run(5800, 2.0), Run(5800 + 2 * PER_SECOND, 4.0)
        self.assertEqual(loop.allocations_of_request(once, twice), 0)

    def test_what_is_more_is_divided_by_the_requests(self):
        once, twice = Run(5800, 2.0), Run(5800 + 3 * PER_SECOND + 2 * REQUESTS, 4.0)
        self.assertEqual(loop.allocations_of_request(once, twice), 2)

    def test_the_direct_engine_is_judged_and_the_multi_engine_is_not(self):
        self.assertEqual(loop.judge({"direct, epoll": 0.0009, "multi": 33}), [])
        (sentence,) = loop.judge({"direct, epoll": 0.01})
        self.assertRegex(sentence, "^the loop of direct, epoll allocates 0.0100 times for a request")
