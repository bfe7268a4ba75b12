package import Statistics

/// The report in wrk's format, byte for byte where wrk has a line for it.
package enum WrkReport {
    /// What is printed at the start: `Running 10s test @ http://…`.
    package static func header(_ config: RunResult.Config, url: String) -> String {
        // Not "requests in flight": whoever reads wrk's reports looks for "requests in".
        let kind = config.protocolVersion == "HTTP/1.1" ? "requests to a pipeline" : "streams each"
        let streams = config.streams > 1 ? ", \(config.streams) \(kind)" : ""
        let rate = config.stages.map { ", \(rates($0))\(config.arrivals == "poisson" ? " at random" : "")" } ?? ""
        return """
            Running \(extent(config)) @ \(url)
              \(config.threads) threads and \(config.connections) connections\(streams)\(rate)

            """
    }

    private static func extent(_ config: RunResult.Config) -> String {
        let requests = config.requests.map { counted($0, "request") }
        guard let seconds = config.durationSeconds else { return requests ?? "" }
        return "\(length(seconds)) test" + (requests.map { " of at most \($0)" } ?? "")
    }

    /// A time as it was asked for: wrk knows whole seconds only, so shorter and broken ones are written as they are.
    static func length(_ seconds: Double) -> String {
        if seconds == seconds.rounded() { return Units.duration(seconds: Units.Real(seconds)) }
        return seconds < 1 ? "\(trimmed(seconds * 1000))ms" : "\(trimmed(seconds))s"
    }

    /// A number of things.
    static func counted(_ count: Int, _ thing: String) -> String {
        count == 1 ? "1 \(thing)" : "\(count) \(thing)s"
    }

    /// The rates from the lowest to the highest.
    static func rates(_ stages: [RunResult.Config.Stage]) -> String {
        let all = stages.flatMap { [$0.startRate, $0.endRate] }
        let (low, high) = (all.min() ?? 0, all.max() ?? 0)
        return (low == high ? "" : "\(trimmed(low)) to ") + "\(trimmed(high)) requests/s"
    }

    /// A number without needless digits.
    static func trimmed(_ value: Double) -> String {
        value == value.rounded() ? Units.fixed(Units.Real(value), decimals: 0) : "\(value)"
    }

    /// What is printed at the end.
    ///
    /// - Parameters:
    ///   - distribution: which distributions are shown.
    ///   - percentiles: those that are shown with their intervals; nil for none.
    package static func body(
        _ result: RunResult,
        _ distribution: Distribution,
        percentiles: [Double]? = nil
    ) -> String {
        var lines: [String] = []
        for target in result.targets {
            let isOpen = result.config.loop == "open"
            lines += threadStats(target, isOpen: isOpen)
            if distribution != .none {
                lines += isOpen ? Spectrum.lines(target, distribution) : self.distribution(target.latency)
            }
            if let percentiles { lines += PercentileTable.lines(target, percentiles) }
            lines += totals(target, result.config)
            lines += StageTable.lines(target)
            if RequestTable.isShown(target, result.config) { lines += RequestTable.lines(target.requests) }
        }
        lines += AssertionTable.lines(result.assertions)
        return lines.joined(separator: "\n") + "\n"
    }

    /// What is shown of the latencies beside mean, deviation and maximum.
    package enum Distribution: Sendable {
        case none
        /// Percentiles (`--latency`); in an open loop, wrk2's spectrum of response latencies.
        case latency
        /// In an open loop the spectrum of service latencies too (`--u_latency`).
        case responseAndService
    }

    private static func row(_ name: String, _ latency: LatencySummary) -> String {
        row(
            name,
            Units.time(nanoseconds: Units.Real(latency.mean)),
            Units.time(nanoseconds: Units.Real(latency.stddev)),
            Units.time(nanoseconds: Units.Real(latency.max)),
            latency.withinStddev
        )
    }

    private static func threadStats(_ target: RunResult.Target, isOpen: Bool) -> [String] {
        let rate = target.threadRate
        return ["  Thread Stats   Avg      Stdev     Max   +/- Stdev", row("Latency", target.latency)]
            + (isOpen ? [row("Service", target.service)] : [])
            + [
                row(
                    "Req/Sec",
                    Units.metric(Units.Real(rate.mean)),
                    Units.metric(Units.Real(rate.stddev)),
                    Units.metric(Units.Real(rate.max)),
                    rate.withinStddev
                )
            ]
    }

    private static func row(
        _ name: String,
        _ mean: String,
        _ stddev: String,
        _ max: String,
        _ within: Double?
    ) -> String {
        let share = within.map { Units.fixed(Units.Real($0) * 100, decimals: 2) } ?? "-nan"
        return "    \(name.padding(to: 10))"
            + Units.column(mean, width: 8) + Units.column(stddev, width: 10) + Units.column(max, width: 9)
            + Units.padded(share, to: 8) + "%"
    }

    private static func distribution(_ latency: LatencySummary) -> [String] {
        let rows = ["50", "75", "90", "99"].map { percent in
            let value = Units.Real(latency.percentiles["p\(percent)"] ?? 0)
            return "\(Units.padded(percent, to: 7))%" + Units.column(Units.time(nanoseconds: value), width: 10)
        }
        return ["  Latency Distribution"] + rows
    }

    private static func totals(_ target: RunResult.Target, _ config: RunResult.Config) -> [String] {
        let counts = target.counts
        let runtime = Units.time(nanoseconds: Units.Real(target.elapsedSeconds) * 1_000_000_000)
        var lines = ["  \(counts.completed) requests in \(runtime), \(Units.binary(Units.Real(counts.bytesIn)))B read"]
        let errors = counts.errors
        if !errors.isZero {
            lines.append(
                "  Socket errors: connect \(errors.connect), read \(errors.read), write \(errors.write), "
                    + "timeout \(errors.timeout)"
            )
        }
        if counts.timedOut > 0 {
            let timeout = Units.time(nanoseconds: Units.Real(config.timeoutSeconds) * 1_000_000_000)
            lines.append("  Latencies include \(counted(counts.timedOut, "timeout")), at \(timeout) or more")
        }
        if counts.unsent > 0 { lines.append("  Due and not sent: \(counts.unsent)") }
        if target.drained > 0 {
            lines.append("  After the end: \(counted(target.drained, "answer")), not in Requests/sec")
        }
        if counts.statusErrors > 0 { lines.append("  Non-2xx or 3xx responses: \(counts.statusErrors)") }
        if counts.failedChecks > 0 { lines.append("  Failed checks: \(counts.failedChecks)") }
        let rate = Units.fixed(Units.Real(target.requestsPerSecond), decimals: 2)
        let bytes = Units.binary(Units.Real(target.bytesPerSecond))
        lines.append("Requests/sec: \(Units.padded(rate, to: 9))")
        lines.append("Transfer/sec: \(Units.padded(bytes, to: 10))B")
        return lines
    }
}

extension String {
    /// The text with blanks after it up to `width`.
    func padding(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    /// The text without the blanks at its end.
    var withoutTrailingBlanks: String { String(reversed().drop { $0 == " " }.reversed()) }
}
