/// Rates on the command line, in requests a second: `50`, `0.5`, `10k`, `1.5k`.
package enum RatePerSecond {
    /// The most that can be asked for: more than any machine sends.
    package static let most = 1e9

    /// The value of `text`; units may be in either case, and a blank may precede them.
    package static func parse(_ text: String) throws(WorkloadError) -> Double {
        guard let number = ScannedNumber(text), let factor = MetricNumber.factor(number.unit),
            let value = number.value
        else {
            throw WorkloadError("invalid rate '\(text)': write a number and at most one unit, such as 50, 0.5 or 10k")
        }
        guard value * Double(factor) <= most else {
            throw WorkloadError("the rate '\(text)' is too high: the most is 1G")
        }
        return value * Double(factor)
    }
}
