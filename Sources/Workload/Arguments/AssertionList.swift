package import Statistics
internal import YAML

/// Conditions on the command line: `p99<200ms, error_rate<0.1%, status.5xx==0`.
package enum AssertionList {
    /// The conditions in `text`, which commas separate.
    package static func parse(_ text: String) throws(WorkloadError) -> [Assertion] {
        var assertions: [Assertion] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            assertions.append(try assertion(withoutBlanks(part)))
        }
        return assertions
    }

    private static func assertion(_ text: String) throws(WorkloadError) -> Assertion {
        guard let operation = operation(in: text) else {
            throw WorkloadError(
                "'\(text)' is no condition: write a figure, <, <=, ==, !=, >= or > and a value, as in p99<200ms"
            )
        }
        let name = withoutBlanks(text[..<operation.place])
        let value = withoutBlanks(text[text.index(operation.place, offsetBy: operation.comparison.rawValue.count)...])
        guard let metric = try metric(name) else { throw unknown(name, in: text) }
        // k6 has milliseconds where there is no unit, and its scripts are pasted.
        let isBare = name.hasPrefix("p(") && ScannedNumber(value)?.unit == ""
        do throws(WorkloadError) {
            return try assertion(text, metric, operation.comparison, isBare ? value + "ms" : value)
        } catch {
            throw WorkloadError("'\(text)': \(error)")
        }
    }

    private static func operation(in text: String) -> (place: String.Index, comparison: Assertion.Comparison)? {
        guard let place = text.firstIndex(where: { "<>=!".contains($0) }) else { return nil }
        let rest = text[place...]
        return Assertion.Comparison.allCases.first { rest.hasPrefix($0.rawValue) }.map { (place, $0) }
    }

    private static func assertion(
        _ text: String,
        _ metric: AssertionMetric,
        _ comparison: Assertion.Comparison,
        _ value: String
    ) throws(WorkloadError) -> Assertion {
        // A number of errors, or their share.
        let metric = metric == .errors && value.hasSuffix("%") ? .errorRate : metric
        let bound: Double =
            switch metric.quantity {
            case .time: try time(value)
            case .share: try share(value)
            case .count: try count(value)
            case .bytesPerSecond: try bytes(value)
            }
        return Assertion(text: text, metric: metric, comparison: comparison, bound: bound)
    }

    // MARK: - Figures

    private static func metric(_ name: String) throws(WorkloadError) -> AssertionMetric? {
        if let metric = AssertionMetric.named[name] { return metric }
        if name.hasPrefix("status.") {
            guard let metric = status(name.dropFirst(7)) else {
                throw WorkloadError(
                    "'\(name)': a status is 100 to 599, as status.404, or a hundred of them, as status.5xx"
                )
            }
            return metric
        }
        guard name.first == "p" else { return nil }
        let isInBrackets = name.hasPrefix("p(") && name.hasSuffix(")")
        let digits = isInBrackets ? name.dropFirst(2).dropLast() : name.dropFirst()
        guard let number = ScannedNumber(String(digits)), number.unit.isEmpty, !digits.contains(" "),
            let percent = Double(digits)
        else { return nil }
        guard percent > 0, percent <= 100, digits.count <= 12 else {
            throw WorkloadError("'\(name)': a percentile is above 0 and at most 100")
        }
        return .percentile(percent)
    }

    private static func status(_ text: Substring) -> AssertionMetric? {
        // The first digit of a status is 1 to 5 (RFC 9110, section 15).
        guard text.count == 3, let digit = text.first, "12345".contains(digit), let first = digit.wholeNumberValue
        else {
            return nil
        }
        if text.dropFirst() == "xx" { return .statusClass(first) }
        return text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text).map { .status($0) } : nil
    }

    private static func unknown(_ name: String, in text: String) -> WorkloadError {
        let names = AssertionMetric.named.keys.sorted() + ["p50", "p90", "p99", "p99.9", "status.5xx", "status.404"]
        if let near = nearestWord(to: name, among: names) {
            return WorkloadError("'\(text)': there is no figure '\(name)'; did you mean '\(near)'?")
        }
        return WorkloadError("'\(text)': there is no figure '\(name)'; there are \(names.joined(separator: ", "))")
    }

    // MARK: - Values

    private static func time(_ text: String) throws(WorkloadError) -> Double {
        guard let number = ScannedNumber(text) else { throw WorkloadError("'\(text)' is no time, such as 200ms") }
        guard !number.unit.isEmpty else { throw WorkloadError("\(text) what? write \(text)ms or \(text)s") }
        return try TimeSpan.parse(text) / .nanoseconds(1)
    }

    private static func share(_ text: String) throws(WorkloadError) -> Double {
        guard let number = ScannedNumber(text), ["", "%"].contains(number.unit), let value = number.value else {
            throw WorkloadError("'\(text)' is no share, such as 0.1% or 0.001")
        }
        let share = number.unit == "%" ? value / 100 : value
        guard share <= 1 else { throw WorkloadError("\(text) is more than all; a share is 0 to 100%, or 0 to 1") }
        return share
    }

    private static func count(_ text: String) throws(WorkloadError) -> Double {
        guard let number = ScannedNumber(text), let factor = MetricNumber.factor(number.unit), let value = number.value
        else { throw WorkloadError("'\(text)' is no number, such as 0, 100 or 10k") }
        return value * Double(factor)
    }

    private static func bytes(_ text: String) throws(WorkloadError) -> Double {
        guard let number = ScannedNumber(text), let value = number.value else {
            throw WorkloadError("'\(text)' is no rate of bytes, such as 10MB/s")
        }
        let prefix = number.unit.hasSuffix("b/s") ? String(number.unit.dropLast(3)) : number.unit
        let binary = ["ki": 1024.0, "mi": 1_048_576, "gi": 1_073_741_824]
        guard let factor = binary[prefix] ?? MetricNumber.factor(prefix).map(Double.init) else {
            throw WorkloadError("'\(text)' is no rate of bytes, such as 10MB/s")
        }
        return value * factor
    }
}
