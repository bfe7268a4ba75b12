import Testing
import Workload

@Suite("TimeSpan")
struct TimeSpanTests {
    // What wrk 4.2 reads from the same text (src/units.c, scan_time).
    @Test(
        "What wrk takes has wrk's value",
        arguments: [
            ("0", 0), ("90", 90), ("2s", 2), ("1S", 1), ("1m", 60), ("1M", 60), ("2h", 7_200), ("2H", 7_200),
            ("60s ", 60), (" 5", 5), ("5 m", 300), ("+3", 3),
        ]
    )
    func taken(text: String, seconds: Int) throws {
        #expect(try TimeSpan.parse(text) == .seconds(seconds))
    }

    @Test(
        "Parts of a second and decimals are taken too",
        arguments: [
            ("500ms", .milliseconds(500)), ("1.5s", .milliseconds(1_500)), ("1.5", .milliseconds(1_500)),
            ("250us", .microseconds(250)), ("0.5us", .nanoseconds(500)), ("1.5 MS", .microseconds(1_500)),
            ("0.1s", .milliseconds(100)), ("0.25m", .seconds(15)), ("1.5h", .seconds(5_400)),
            ("0.123456789s", .nanoseconds(123_456_789)), ("0.9999999999s", .nanoseconds(999_999_999)),
            ("0.0000000000003h", .nanoseconds(1)), ("1.00000000000000000000000000000000000000005s", .seconds(1)),
            ("9223372036.854775807s", .nanoseconds(Int64.max)), ("2562047h", .seconds(2_562_047 * 3_600)),
        ] as [(String, Duration)]
    )
    func extensions(text: String, value: Duration) throws {
        #expect(try TimeSpan.parse(text) == value)
    }

    @Test(
        "What is no time is refused",
        arguments: [
            "", "s", "-1", "-1s", "1d", "1e3", "0x10", "10sec", "2min", "1m30s", "1.s", ".5s", "1.5.5s", "5s 5",
        ]
    )
    func refused(text: String) {
        #expect(
            message { _ = try TimeSpan.parse(text) }
                == "invalid time '\(text)': write a number and at most one unit, such as 500ms, 30s, 1.5m or 2h"
        )
    }

    @Test(
        "A time beyond 292 years is refused",
        arguments: ["9223372037", "9223372036.854775808s", "2562048h", "1\(Int.max)"]
    )
    func overflow(text: String) {
        #expect(message { _ = try TimeSpan.parse(text) } == "the time '\(text)' is too long")
    }
}
