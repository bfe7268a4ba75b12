internal import Statistics

/// What is told of a search for the highest rate.
enum HTMLSearch {
    /// What was found, the throughput–latency curve and the steps; nothing without a search.
    static func section(_ search: RunResult.Search?) -> HTMLText {
        guard let search else { return .none }
        let conditions = search.conditions.joined(separator: ", ")
        let highest = search.highestRate.map { "\(ComparisonText.rate($0)) requests/s" } ?? "none"
        let knee = search.kneeStep.flatMap { search.steps.indices.contains($0) ? search.steps[$0] : nil }
        let facts = HTMLBlock.facts(
            nil,
            [
                ("What had to hold", conditions.isEmpty ? nil : conditions),
                ("Highest rate", highest),
                ("That rests on", joined(SearchReport.interval(search))),
                (
                    "Knee: most requests/s for their mean latency",
                    knee.flatMap(\.rate).map { "\(ComparisonText.rate($0)) requests/s" }
                ),
                ("How it ended", search.endMessage),
            ]
        )
        return HTMLBlock.section("The highest rate", facts + SearchChart.html(search) + table(search))
    }

    private static func joined(_ parts: [String]) -> String? { parts.isEmpty ? nil : parts.joined(separator: ", ") }

    private static func table(_ search: RunResult.Search) -> HTMLText {
        let names = percentiles(search)
        let columns: [HTMLTable.Column] =
            [.words("Rate"), .figures("Completed/s"), .figures("Mean")] + names.map { .figures($0) }
            + [.figures("Failed"), .sentences("Result")]
        let rows = search.steps.map { step -> [HTMLText] in
            let latency = step.latency
            return [
                "\(step.rate.map(ComparisonText.rate) ?? "unlimited")",
                "\(ComparisonText.rate(step.requestsPerSecond))",
                "\(HTMLRun.mean(latency))",
            ] + names.map { HTMLText(HTMLRun.time(latency.percentiles[$0], of: latency)) } + [
                "\(ComparisonText.grouped(step.counts.failed))", "\(SearchReport.verdict(step))",
            ]
        }
        return HTMLTable(label: "Steps of the search", columns: columns, rows: rows).html
    }

    /// Those that conditions are about, and the median and p99.
    private static func percentiles(_ search: RunResult.Search) -> [String] {
        let known = Set(search.steps.flatMap(\.latency.percentiles.keys))
        let asked = search.conditions.map { $0.prefix { !"<>=! ".contains($0) } }.map { String($0) }
        return Set(asked + ["p50", "p99"]).intersection(known).sorted {
            (Double($0.dropFirst()) ?? 0, $0) < (Double($1.dropFirst()) ?? 0, $1)
        }
    }
}
