internal import Statistics

/// The tables of a run.
struct HTMLRunTables {
    /// What was measured.
    let target: RunResult.Target
    /// What was asked for.
    let config: RunResult.Config

    /// Percentiles with how sure they are, in an open loop of service and wait too.
    var percentiles: HTMLText {
        guard target.latency.count > 0 else { return .none }
        let isOpen = config.loop == "open"
        let shown = [target.latency] + (isOpen ? [target.service, target.wait] : [])
        let names = target.latency.percentiles.keys.compactMap { name in Double(name.dropFirst()).map { (name, $0) } }
            .sorted { $0.1 < $1.1 }.map(\.0)
        let level = target.confidence.map { "\(ComparisonText.percent($0.level)) interval" }
        let rows = names.map { name in
            row(name, shown.map { HTMLRun.time($0.percentiles[name], of: $0) }, HTMLRun.certainty(name, target))
        }
        let deviation = "standard deviation \(ComparisonText.time(nanoseconds: target.latency.stddev))"
        let others = [
            row("max", shown.map { HTMLRun.time($0.max, of: $0) }, ""),
            row("mean", shown.map(HTMLRun.mean), deviation),
        ]
        let titles = isOpen ? ["Response", "Service", "Wait"] : ["Latency"]
        let table = HTMLTable(
            label: "Latency percentiles",
            columns: [.words("Percentile")] + titles.map { .figures($0) } + [.sentences(level ?? "Certainty")],
            rows: rows + others
        )
        let note: HTMLText =
            level == nil
            ? "<p class=\"note\">No intervals: the run is too short for them, or its rate was not one.</p>\n" : .none
        return table.html + note
    }

    private func row(_ name: String, _ values: [String], _ remark: String) -> [HTMLText] {
        ["\(name)"] + values.map { HTMLText($0) } + ["\(remark)"]
    }

    /// A row for each request of the workload, where that says more than the total.
    var requests: HTMLText {
        guard RequestTable.isShown(target, config) else { return .none }
        let times = ["p50", "p90", "p99"]
        return HTMLTable(
            label: "Requests",
            columns: [.words("Name")] + HTMLBlock.requestColumns(times),
            rows: target.requests.map { ["\($0.name)"] + HTMLBlock.requestCells($0, times) }
        ).html
    }

    /// A row for the warm-up, and one for each stage of the load.
    var stages: HTMLText {
        let columns: [HTMLTable.Column] = [
            .words("Stage"), .figures("Requests/s"), .figures("Unsent"), .figures("Failed"), .figures("p50"),
            .figures("p99"),
            .figures("Max"), .figures("Service p50"),
        ]
        let rows = StageTable.phases(target).map { phase -> [HTMLText] in
            let response = phase.response
            return [
                "\(StageTable.name(phase))", "\(ComparisonText.rate(phase.requestsPerSecond))",
                "\(ComparisonText.grouped(phase.counts.unsent))", "\(ComparisonText.grouped(phase.counts.failed))",
                "\(HTMLRun.time(response.percentiles["p50"], of: response))",
                "\(HTMLRun.time(response.percentiles["p99"], of: response))",
                "\(HTMLRun.time(response.max, of: response))",
                "\(HTMLRun.time(phase.service.percentiles["p50"], of: phase.service))",
            ]
        }
        return HTMLTable(label: "Stages", columns: columns, rows: rows).html
    }

    /// How many requests had which outcome, where not all were answered as wanted.
    var outcomes: HTMLText {
        let counts = target.counts
        let outcomes = [
            ("answered as wanted", counts.ok), ("answered with an unexpected status over 399", counts.statusErrors),
            ("answered, and a check failed", counts.failedChecks), ("not answered in time", counts.timedOut),
            ("broken off", counts.reset), ("not sent for want of a connection", counts.notSent),
            ("under way when the run ended", counts.inFlight), ("due and not sent when the load ended", counts.unsent),
        ].filter { $0.1 > 0 }
        // A closed loop always has some under way at its end.
        guard counts.failed > 0 || counts.unsent > 0 else { return .none }
        let all = Double(outcomes.reduce(0) { $0 + $1.1 })
        return HTMLTable(
            label: "What became of the requests",
            columns: [.sentences("Outcome"), .figures("Requests"), .figures("Share")],
            rows: outcomes.map { name, count in
                ["\(name)", "\(ComparisonText.grouped(count))", "\(ComparisonText.share(Double(count) / all))"]
            }
        ).html
    }

    /// What went wrong, in the warm-up too.
    var errors: HTMLText {
        let warmup = target.warmup?.errors ?? []
        let parts =
            [(name: "the measurement", rows: target.errors)]
            + (warmup.isEmpty ? [] : [(name: "the warm-up", rows: warmup)])
        return HTMLBlock.errors(parts, partTitle: "In")
    }

    /// Checks that failed, by request.
    var checks: HTMLText {
        HTMLTable(
            label: "Failed checks",
            columns: [.words("Request"), .sentences("Check"), .figures("Failed")],
            rows: Notes.failedChecks(target).map {
                ["\($0.request)", "\($0.check)", "\(ComparisonText.grouped($0.count))"]
            }
        ).html
    }
}
