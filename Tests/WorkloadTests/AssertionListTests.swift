import Statistics
import Testing
import Workload

@Suite struct AssertionListTests {
    @Test(
        "a condition is a figure, a comparison and a value with its unit",
        arguments: [
            ("p99<200ms", .percentile(99), .below, 200e6), ("p(99.9) <= 1s", .percentile(99.9), .atMost, 1e9),
            // k6 has milliseconds.
            ("p(95)<500", .percentile(95), .below, 500e6), ("p100>1us", .percentile(100), .above, 1000),
            ("rps>=10k", .requestsPerSecond, .atLeast, 10_000), ("error_rate<0.1%", .errorRate, .below, 0.001),
            ("error_rate < 0.01", .errorRate, .below, 0.01), ("errors<0.1%", .errorRate, .below, 0.001),
            ("errors==0", .errors, .equal, 0), ("status.5xx==0", .statusClass(5), .equal, 0),
            ("status.404!=3", .status(404), .unequal, 3), ("med<2ms", .percentile(50), .below, 2e6),
            ("avg<1.5ms", .mean, .below, 1.5e6), ("stddev < 100 ns", .stddev, .below, 100),
            ("min>0us", .min, .above, 0),
            ("max<=2m", .max, .atMost, 120e9), ("requests>0", .requests, .above, 0),
            ("bytes_per_s>1MB/s", .bytesPerSecond, .above, 1e6), ("bytes_per_s>2KiB/s", .bytesPerSecond, .above, 2048),
            ("bytes_per_s>5", .bytesPerSecond, .above, 5), ("achieved_rate>=99%", .achievedRate, .atLeast, 0.99),
            ("timeouts<10", .timeouts, .below, 10), ("non2xx==0", .non2xx, .equal, 0),
        ] as [(String, AssertionMetric, Assertion.Comparison, Double)]
    )
    func conditions(text: String, metric: AssertionMetric, comparison: Assertion.Comparison, bound: Double) throws {
        let expected = Assertion(text: text, metric: metric, comparison: comparison, bound: bound)
        #expect(try AssertionList.parse(" \(text) ") == [expected])
    }

    @Test("commas join conditions")
    func several() throws {
        #expect(try AssertionList.parse("p99<20ms, errors<0.1%").map(\.text) == ["p99<20ms", "errors<0.1%"])
    }

    @Test(
        "what is wrong with a condition is told with its text",
        arguments: [
            ("p99", "'p99' is no condition: write a figure, <, <=, ==, !=, >= or > and a value, as in p99<200ms"),
            ("", "'' is no condition"), ("p99<1s,", "'' is no condition"), ("p99=1ms", "'p99=1ms' is no condition"),
            ("p99<", "'p99<': '' is no time, such as 200ms"), ("p99<200", "'p99<200': 200 what? write 200ms or 200s"),
            ("p99=>1ms", "'p99=>1ms' is no condition"), ("p99<-1ms", "'p99<-1ms': '-1ms' is no time, such as 200ms"),
            ("p101<1s", "'p101': a percentile is above 0 and at most 100"),
            ("p0<1s", "'p0': a percentile is above 0 and at most 100"),
            ("foo<1", "'foo<1': there is no figure 'foo'; there are achieved_rate, avg, "),
            ("error<1", "'error<1': there is no figure 'error'; did you mean 'errors'?"),
            ("p9 9<1s", "'p9 9<1s': there is no figure 'p9 9'"), ("status.6x<1", "'status.6x': a status is 100 to 599"),
            ("rps>10ms", "'rps>10ms': '10ms' is no number, such as 0, 100 or 10k"),
            ("errors<200%", "'errors<200%': 200% is more than all; a share is 0 to 100%, or 0 to 1"),
            ("error_rate<1ms", "'error_rate<1ms': '1ms' is no share, such as 0.1% or 0.001"),
            ("bytes_per_s<1ms", "'bytes_per_s<1ms': '1ms' is no rate of bytes, such as 10MB/s"),
            ("p99<5%", "'p99<5%': invalid time '5%'"), ("p99<1s2", "'p99<1s2': invalid time '1s2'"),
        ]
    )
    func mistakes(text: String, expected: String) {
        let found = message { _ = try AssertionList.parse(text) }
        #expect(found?.hasPrefix(expected) == true, "\(found ?? "")")
    }
}
