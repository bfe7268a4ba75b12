import Testing
import Workload

@Suite("MetricNumber")
struct MetricNumberTests {
    // What wrk 4.2 reads from the same text (src/units.c, scan_metric).
    @Test(
        "What wrk takes has wrk's value",
        arguments: [
            ("0", 0), ("5", 5), ("007", 7), ("1k", 1_000), ("1K", 1_000), ("1m", 1_000_000), ("1M", 1_000_000),
            ("1g", 1_000_000_000), ("1G", 1_000_000_000), ("1T", 1_000_000_000_000), ("1P", 1_000_000_000_000_000),
            (" 5", 5), ("5 k", 5_000), ("+3", 3), ("\t12 M ", 12_000_000), ("9223372036854775807", Int.max),
        ]
    )
    func taken(text: String, value: Int) throws {
        #expect(try MetricNumber.parse(text) == value)
    }

    @Test(
        "What is no number is refused",
        arguments: [
            "", " ", "k", "-1", "+-1", "+ 3", "1.5", "1.", ".5", "1e3", "0x10", "10,000", "1kb", "1 k b", "1d", "1s",
            "\u{FF11}", "5\u{301}", "5k extra",
        ]
    )
    func refused(text: String) {
        #expect(
            message { _ = try MetricNumber.parse(text) }
                == "invalid number '\(text)': write digits and at most one unit, such as 100, 10k or 1M"
        )
    }

    @Test(
        "A number too large for an Int is refused",
        arguments: ["9223372036854775808", "9224P", "99999999999999999999k"]
    )
    func overflow(text: String) {
        #expect(
            message { _ = try MetricNumber.parse(text) }
                == "the number '\(text)' is too large: the most is 9223372036854775807"
        )
    }
}
