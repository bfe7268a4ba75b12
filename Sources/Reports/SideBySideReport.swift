package import Statistics

/// The results of two runs beside each other: shown, and not judged, for there are no pairs of rounds.
package enum SideBySideReport {
    /// A run and what it is called.
    package typealias Named = (name: String, result: RunResult)

    /// The report.
    package static func text(_ baseline: Named, _ candidate: Named) -> String {
        let width = max(12, baseline.name.count + 2, candidate.name.count + 2)
        let pair = [baseline, candidate].map { ($0.name, $0.result.targets.first?.url ?? "") }
        var lines = ["compare  " + pair.map { "\($0)  \($1)" }.joined(separator: "   vs   "), ""]
        lines.append(row("", baseline.name, candidate.name, "change", width))
        lines += figures.map { figure in
            let values = [baseline, candidate].map { run in run.result.targets.first.flatMap(figure.value) }
            return row(figure.name, text(values[0], figure), text(values[1], figure), change(values), width)
        }
        lines.append("")
        lines += differences(baseline.result, candidate.result).map { "  note  \($0)" }
        lines += [baseline, candidate].compactMap { run in
            Verdict.failure(of: run.result).map { "  note  \(run.name) was not measured: \($0)" }
        }
        lines.append("  note  runs one after the other differ on a shared machine also where the builds are the same")
        lines += ["", "SHOWN  two results, which are not judged; squall compare with the servers does that"]
        return lines.joined(separator: "\n") + "\n"
    }

    /// A figure of a run.
    private struct Figure: Sendable {
        /// What its values are.
        enum Unit { case count, perSecond, nanoseconds }

        let name: String
        var unit = Unit.count
        let value: @Sendable (RunResult.Target) -> Double?
    }

    private static let figures: [Figure] =
        [
            Figure(name: "requests/s", unit: .perSecond) { $0.requestsPerSecond },
            Figure(name: "cpu/request", unit: .nanoseconds) { $0.cpuSecondsPerRequest.map { $0 * 1e9 } },
        ]
        + ["p50", "p75", "p90", "p95", "p99", "p99.9"].map { name in
            Figure(name: name, unit: .nanoseconds) { target in
                guard target.latency.count > 0, target.unsupportedPercentiles[name] == nil else { return nil }
                return target.latency.percentiles[name].map { Double($0) }
            }
        } + [Figure(name: "errors") { Double($0.counts.failed) }]

    private static func text(_ value: Double?, _ figure: Figure) -> String {
        guard let value else { return "-" }
        return switch figure.unit {
        case .count: ComparisonText.grouped(value)
        case .perSecond: ComparisonText.rate(value)
        case .nanoseconds: ComparisonText.time(nanoseconds: value)
        }
    }

    private static func change(_ values: [Double?]) -> String {
        guard let first = values[0], let second = values[1], first > 0, second > 0 else { return "" }
        let percent = Units.fixed(Units.Real((second / first - 1) * 100), decimals: 1)
        return "\(second > first ? "+" : "")\(percent) %"
    }

    private static func row(
        _ name: String,
        _ baseline: String,
        _ candidate: String,
        _ change: String,
        _ width: Int
    ) -> String {
        let text =
            "  \(name.padding(to: 13))" + Units.padded(baseline, to: width) + Units.padded(candidate, to: width)
            + Units.padded(change, to: 11)
        return text.withoutTrailingBlanks
    }

    /// Why the two were no measurements of the same.
    private static func differences(_ one: RunResult, _ other: RunResult) -> [String] {
        let (first, second) = (one.config, other.config)
        let pairs: [(what: String, one: String, other: String)] = [
            ("connections", "\(first.connections)", "\(second.connections)"),
            ("threads", "\(first.threads)", "\(second.threads)"),
            ("streams", "\(first.streams)", "\(second.streams)"),
            ("loop", first.loop, second.loop),
            ("rate", rate(first), rate(second)),
            ("requests", requests(one), requests(other)),
            ("protocol", first.protocolVersion, second.protocolVersion),
            ("engine", first.engine, second.engine),
            ("event loop", first.eventLoop, second.eventLoop),
            ("kept connections", "\(first.keepAlive)", "\(second.keepAlive)"),
            ("processor", one.host.cpuModel ?? "unknown", other.host.cpuModel ?? "unknown"),
            ("processors", "\(one.host.cpus)", "\(other.host.cpus)"),
            ("kernel", one.host.kernel, other.host.kernel),
            ("version of squall", one.tool.version, other.tool.version),
        ]
        return pairs.filter { $0.one != $0.other }.map { "they differ in \($0.what): \($0.one) and \($0.other)" }
    }

    /// What was sent: names of requests, or the path of the URL.
    private static func requests(_ run: RunResult) -> String {
        guard let target = run.targets.first else { return "none" }
        if RequestTable.isShown(target, run.config) { return target.requests.map(\.name).joined(separator: ", ") }
        let afterScheme = target.url.split(separator: "//", maxSplits: 1).last ?? ""
        return afterScheme.firstIndex(of: "/").map { String(afterScheme[$0...]) } ?? "/"
    }

    private static func rate(_ config: RunResult.Config) -> String {
        let stages = config.stages?.map { "\(WrkReport.trimmed($0.startRate))..\(WrkReport.trimmed($0.endRate))" }
        return stages?.joined(separator: ", ") ?? "none"
    }
}
