package import Statistics

/// The search for the highest rate, as text: a row for each step while it goes on, then what was found.
package struct SearchReport {
    private let percentiles: [Double]

    /// - Parameter percentiles: those that have a column.
    package init(percentiles: [Double]) {
        self.percentiles = percentiles
    }

    /// What is printed at the start.
    package func header(_ config: RunResult.Config, url: String, conditions: [Assertion]) -> String {
        let times = [config.durationSeconds ?? 0, config.warmupSeconds].map(WrkReport.length)
        // A percentile may need longer ones.
        let more = conditions.percentiles.isEmpty ? "" : " or more"
        let columns =
            ["Mean"] + percentiles.map { "\(LatencySummary.name(ofPercentile: $0).dropFirst())%" } + ["Failed"]
        return """
            Finding the highest rate @ \(url)
              at which \(conditions.map(\.text).joined(separator: ", "))
              \(config.threads) threads and \(config.connections) connections, steps of \(times[0])\(more) after \(times[1])
              \(Units.padded("Rate", to: 10))\(Units.padded("Done/sec", to: 12))\
            \(columns.map { Units.padded($0, to: 10) }.joined())

            """
    }

    /// What is printed before a step that takes longer than the others.
    package func announcement(rate: Double, seconds: Double) -> String {
        "  \(Units.padded(WrkReport.trimmed(rate), to: 10))  takes \(Units.fixed(Units.Real(seconds), decimals: 1))s "
            + "for as many requests as the percentile needs\n"
    }

    /// The row of a step.
    package func row(_ step: RunResult.SearchStep) -> String {
        let times =
            [step.latency.mean]
            + percentiles.map { percent in
                Double(step.latency.percentiles[LatencySummary.name(ofPercentile: percent)] ?? 0)
            }
        let cells = times.map { Units.time(nanoseconds: Units.Real($0)) } + ["\(step.counts.failed)"]
        let done = Units.fixed(Units.Real(step.requestsPerSecond), decimals: 2)
        return "  \(Units.padded(step.rate.map(WrkReport.trimmed) ?? "unlimited", to: 10))\(Units.padded(done, to: 12))"
            + cells.map { Units.padded($0, to: 10) }.joined() + "  \(SearchReport.verdict(step))\n"
    }

    /// What became of a step, in words.
    static func verdict(_ step: RunResult.SearchStep) -> String {
        guard step.rate != nil else { return "closed loop" }
        guard let holds = step.holds else {
            return "squall was the limit: \(step.clientReasons.joined(separator: "; "))"
        }
        return holds ? "holds" : step.reasons.joined(separator: ", ")
    }

    /// What is printed at the end.
    package func body(_ search: RunResult.Search) -> String {
        var lines: [String] = []
        if let knee = search.kneeStep.map({ search.steps[$0] }), let rate = knee.rate {
            lines.append("Knee/sec: \(number(rate))   most requests/s for its mean latency, \(time(knee.latency.mean))")
        }
        let highest = search.highestRate.map(number) ?? Units.padded("none", to: 12)
        lines.append((["Max/sec:  \(highest)"] + SearchReport.interval(search)).joined(separator: "   "))
        return lines.joined(separator: "\n") + "\n"
    }

    /// Where the limit lies, and what that rests on.
    static func interval(_ search: RunResult.Search) -> [String] {
        let steps = "\(search.repeats) steps"
        let ends = [
            search.lowerRate.map { "\(WrkReport.trimmed($0)) held in each of \(steps)" },
            search.upperRate.map {
                "\(WrkReport.trimmed($0)) in none" + (search.lowerRate == nil ? " of \(steps)" : "")
            },
        ]
        let known = ends.compactMap { $0 }
        return known.isEmpty ? [] : [known.joined(separator: ", ")]
    }

    private func number(_ rate: Double) -> String {
        Units.padded(Units.fixed(Units.Real(rate), decimals: 2), to: 12)
    }

    private func time(_ nanoseconds: Double) -> String { Units.time(nanoseconds: Units.Real(nanoseconds)) }
}
