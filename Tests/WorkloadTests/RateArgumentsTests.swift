import Testing
import Workload

@Suite struct RateArgumentsTests {
    @Test(
        "a rate is a number with a unit",
        arguments: [("50", 50), ("0.5", 0.5), ("1.5k", 1500), ("10K", 10_000), ("1M", 1e6), ("0", 0), ("1G", 1e9)]
    )
    func rates(text: String, value: Double) throws {
        #expect(try RatePerSecond.parse(text) == value)
    }

    @Test("what is no rate is refused", arguments: ["", "x", "-1", "1/s", "5s", "nan", "1e3"])
    func noRates(text: String) {
        #expect(
            message { _ = try RatePerSecond.parse(text) }
                == "invalid rate '\(text)': write a number and at most one unit, such as 50, 0.5 or 10k"
        )
    }

    @Test("a rate that no machine sends is refused")
    func tooHigh() {
        #expect(message { _ = try RatePerSecond.parse("1.1G") } == "the rate '1.1G' is too high: the most is 1G")
    }

    @Test("stages are times with rates")
    func stages() throws {
        let second: UInt64 = 1_000_000_000
        #expect(
            try StageList.parse("30s@50, 1m@200,500ms @ 200..1k") == [
                OpenLoad.Stage(duration: 30 * second, rate: 50), OpenLoad.Stage(duration: 60 * second, rate: 200),
                OpenLoad.Stage(duration: second / 2, rate: 200, endRate: 1000),
            ]
        )
    }

    @Test(
        "what is wrong with a stage is told with its number",
        arguments: [
            (
                "", "stage 1, '': write a time, @ and a rate, such as 30s@50, or 30s@50..200 for a rate that changes"
            ),
            ("30s@50,", "stage 2, '': write a time"), ("30s", "stage 1, '30s': write a time"),
            ("1s@5@6", "stage 1, '1s@5@6': write a time"), ("x@5", "stage 1, 'x@5': invalid time 'x'"),
            ("1s@y", "stage 1, '1s@y': invalid rate 'y'"), ("1us@5", "stage 1, '1us@5': must be at least 1ms"),
            ("1s@1..2..3", "stage 1, '1s@1..2..3': at most two rates are possible"),
            ("1s@1..", "stage 1, '1s@1..': invalid rate ''"), ("1s@0, 1s@0..0", "no stage has a rate above 0"),
        ]
    )
    func wrongStages(text: String, expected: String) {
        let found = message { _ = try StageList.parse(text) }
        #expect(found?.hasPrefix(expected) == true, "\(found ?? "")")
    }
}
