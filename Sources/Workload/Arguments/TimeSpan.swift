/// Times on the command line, which may include a unit: `30` and `30s` are seconds, `2m` minutes, `2h` hours.
///
/// Unlike wrk, this also takes `500ms`, `250us`, `10ns` and decimals such as `1.5s`.
package enum TimeSpan {
    /// The value of `text`, exact to the nanosecond; units may be in either case, and a blank may precede them.
    package static func parse(_ text: String) throws(WorkloadError) -> Duration {
        guard let number = ScannedNumber(text), let unit = nanoseconds(unit: number.unit) else {
            throw WorkloadError(
                "invalid time '\(text)': write a number and at most one unit, such as 500ms, 30s, 1.5m or 2h"
            )
        }
        let whole = Int64(number.whole)?.multipliedReportingOverflow(by: unit)
        let part = nanoseconds(fraction: number.fraction ?? "", unit: unit)
        guard let whole, !whole.overflow else { throw WorkloadError("the time '\(text)' is too long") }
        let sum = whole.partialValue.addingReportingOverflow(part)
        guard !sum.overflow else { throw WorkloadError("the time '\(text)' is too long") }
        return .nanoseconds(sum.partialValue)
    }

    /// The longest time that anything may take, in nanoseconds: a year.
    package static let most: UInt64 = 8760 * 3600 * 1_000_000_000

    /// The value of `text` in nanoseconds, which is at least a millisecond, or 0 where that is allowed.
    package static func nanoseconds(_ text: String, zeroIsAllowed: Bool = false) throws(WorkloadError) -> UInt64 {
        let parts = try parse(text).components
        let nanoseconds = UInt64(parts.seconds) * 1_000_000_000 + UInt64(parts.attoseconds / 1_000_000_000)
        guard nanoseconds >= 1_000_000 || zeroIsAllowed && nanoseconds == 0 else {
            throw WorkloadError("must be at least 1ms")
        }
        guard nanoseconds <= most else { throw WorkloadError("the time '\(text)' is too long: the most is 8760h") }
        return nanoseconds
    }

    private static func nanoseconds(unit: String) -> Int64? {
        switch unit {
        case "ns": 1
        case "us": 1_000
        case "ms": 1_000_000
        case "", "s": 1_000_000_000
        case "m": 60 * 1_000_000_000
        case "h": 60 * 60 * 1_000_000_000
        default: nil
        }
    }

    /// The digits after the point as part of a unit, cut to whole nanoseconds.
    private static func nanoseconds(fraction: Substring, unit: Int64) -> Int64 {
        // A digit at place k weighs unit / 10^k; 13 places are below a nanosecond of an hour.
        var numerator: UInt128 = 0
        var denominator: UInt128 = 1
        for digit in fraction.prefix(13) {
            numerator = numerator * 10 + UInt128(digit.wholeNumberValue ?? 0)
            denominator *= 10
        }
        return Int64(numerator * UInt128(unit) / denominator)
    }
}
