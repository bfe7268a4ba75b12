internal import Statistics
internal import Workload

/// What the command line says of a comparison.
struct ComparisonParts {
    /// The commands that start the servers; nil where they run already.
    var baseline: String?
    var candidate: String?
    /// What the builds are called.
    var names: [String]?
    var rounds: Int?
    /// The figures that have a say, each with its margin where it was given; nil where none was.
    var gates: [(metric: ComparisonMetric, margin: Double?)]?
    /// The least change that matters, as a part of the baseline.
    var margin: Double?
    var hasControl = false
    var calibrates = false
    var requiresSame = false

    /// Takes one option.
    mutating func set(_ option: Arguments.Option, _ value: String) throws(UsageError) {
        switch option {
        case .baseline: baseline = value
        case .candidate: candidate = value
        case .names: names = try ComparisonParts.names(value)
        case .rounds: rounds = try OptionValues.count(value)
        case .gate: gates = try ComparisonParts.gates(value)
        case .margin: margin = try ComparisonParts.margin(value)
        case .control: hasControl = true
        case .calibrate: calibrates = true
        case .requireSame: requiresSame = true
        default: preconditionFailure("\(option.name) is no option of a comparison")
        }
    }

    private static func names(_ text: String) throws(UsageError) -> [String] {
        let names = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty }), names[0] != names[1] else {
            throw UsageError("'\(text)' is not of the form BASELINE,CANDIDATE: two different names")
        }
        guard !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
            throw UsageError("a name must have no control characters, as the end of a line is one")
        }
        return names
    }

    private static func gates(_ text: String) throws(UsageError) -> [(metric: ComparisonMetric, margin: Double?)] {
        var gates: [(metric: ComparisonMetric, margin: Double?)] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                .map { $0.filter { $0 != " " } }
            guard let metric = ComparisonMetric(name: sides[0]) else {
                throw UsageError("'\(sides[0])' is not a figure to judge by: rps, cpu, or a percentile as p99")
            }
            guard !gates.contains(where: { $0.metric == metric }) else {
                throw UsageError("'\(sides[0])' is there twice")
            }
            gates.append((metric, sides.count > 1 ? try margin(sides[1]) : nil))
        }
        return gates
    }

    private static func margin(_ text: String) throws(UsageError) -> Double {
        guard text.last == "%" else { throw UsageError("'\(text)' is not a percentage, as 3%") }
        let digits = text.dropLast()
        guard digits.allSatisfy({ "0123456789.".contains($0) }), let percent = Double(digits), percent > 0,
            percent <= 100
        else { throw UsageError("'\(text)' is not a percentage above 0 and up to 100%") }
        return percent / 100
    }
}
