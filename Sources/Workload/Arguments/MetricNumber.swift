/// Counts on the command line, which may include an SI unit: `100`, `10k`, `1M`, `2G`, `1T`, `1P`.
package enum MetricNumber {
    /// The value of `text`; units may be in either case, and a blank may precede them.
    package static func parse(_ text: String) throws(WorkloadError) -> Int {
        guard let number = ScannedNumber(text), number.fraction == nil, let factor = factor(number.unit) else {
            throw WorkloadError("invalid number '\(text)': write digits and at most one unit, such as 100, 10k or 1M")
        }
        let value = Int(number.whole)?.multipliedReportingOverflow(by: factor)
        guard let value, !value.overflow else {
            throw WorkloadError("the number '\(text)' is too large: the most is \(Int.max)")
        }
        return value.partialValue
    }

    static func factor(_ unit: String) -> Int? {
        switch unit {
        case "": 1
        case "k": 1_000
        case "m": 1_000_000
        case "g": 1_000_000_000
        case "t": 1_000_000_000_000
        case "p": 1_000_000_000_000_000
        default: nil
        }
    }
}
