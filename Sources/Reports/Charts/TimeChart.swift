internal import Statistics

/// Charts over the time of a run.
struct TimeChart {
    /// What happened, in order.
    let rows: [TimeRow]
    /// The schedule of an open loop; empty in a closed one.
    let stages: [RunResult.Config.Stage]
    /// Whether and when the run was steady; nil where that is not known.
    let steadiness: RunResult.Steadiness?

    private var scale: ChartScale {
        .covering(rows.flatMap { [$0.start, $0.end] }, step: ChartLabels.Times.step)
    }

    /// Both charts; nothing without rows.
    var html: HTMLText { rows.isEmpty ? .none : rate + latency }

    /// Requests a second, what was due of them, and errors where there are any.
    private var rate: HTMLText {
        let time = scale
        let due = duePoints
        let hasErrors = rows.contains { $0.errorRate > 0 }
        let heights = ChartScale.fromZero(
            to: rows.flatMap { [$0.rate, $0.errorRate] } + due.map(\.rate)
        )
        var parts: [ChartPart] = []
        if !due.isEmpty {
            let points = due.map { ChartPart.Point(x: time.position($0.seconds), y: heights.position($0.rate)) }
            parts.append(ChartPart(name: "due", shape: .line([points]), colour: .neutral, stroke: .dashed))
        }
        parts += changes(time)
        parts.append(line("completed", 0, time, heights) { $0.rate })
        if hasErrors { parts.append(line("errors", 1, time, heights, .dotted) { $0.errorRate }) }
        // A single line needs no legend.
        let shown = parts.count > 1 ? parts : parts.map { ChartPart(name: nil, shape: $0.shape, colour: $0.colour) }
        return Chart(
            summary: "Requests per second over time, \(span(rows.map(\.rate), ComparisonText.rate)).",
            x: .time(time),
            y: .numbers(heights, title: "requests per second"),
            parts: shown,
            strips: strips(time) { row in
                "\(ComparisonText.rate(row.rate)) requests/s"
                    + (hasErrors ? ", \(ComparisonText.rate(row.errorRate)) errors/s" : "")
            }
        ).html
    }

    /// The median, p99 and the largest latency.
    private var latency: HTMLText {
        let known = rows.compactMap(\.latencies)
        guard !known.isEmpty else { return .none }
        let time = scale
        let heights = ChartScale.latencies(
            known.flatMap { [$0.p50, $0.p99, $0.max] },
            usual: known.map(\.p50).sorted()[known.count / 2]
        )
        let parts = [
            line("p50", 0, time, heights) { $0.latencies?.p50 },
            line("p99", 1, time, heights, .dashed) { $0.latencies?.p99 },
            line("max", 2, time, heights, .dotted) { $0.latencies?.max },
        ]
        return Chart(
            summary: "Latency over time: p50 \(span(known.map(\.p50), text)), p99 \(span(known.map(\.p99), text)), "
                + "longest \(span(known.map(\.max), text)).",
            x: .time(time),
            y: .latency(heights),
            parts: changes(time) + parts,
            strips: strips(time) { row in
                guard let times = row.latencies else { return "no request ended" }
                return "p50 \(text(times.p50)), p99 \(text(times.p99)), max \(text(times.max))"
            }
        ).html
    }

    private func text(_ nanoseconds: Double) -> String { ComparisonText.time(nanoseconds: nanoseconds) }

    /// The least and the most of some values, in words.
    private func span(_ values: [Double], _ text: (Double) -> String) -> String {
        let (least, most) = (text(values.min() ?? 0), text(values.max() ?? 0))
        return least == most ? least : "\(least) to \(most)"
    }

    /// A line through the middles of the rows that have a value, broken where they have none.
    private func line(
        _ name: String,
        _ colour: Int,
        _ time: ChartScale,
        _ heights: ChartScale,
        _ stroke: ChartPart.Stroke = .solid,
        value: (TimeRow) -> Double?
    ) -> ChartPart {
        var pieces: [[ChartPart.Point]] = [[]]
        for row in rows {
            if let value = value(row) {
                let middle = time.position((row.start + row.end) / 2)
                pieces[pieces.count - 1].append(ChartPart.Point(x: middle, y: heights.position(value)))
            } else if pieces.last?.isEmpty == false {
                pieces.append([])
            }
        }
        return ChartPart(name: name, shape: .line(pieces), colour: .series(colour), stroke: stroke)
    }

    /// Where the run became steady, or did not.
    private func changes(_ time: ChartScale) -> [ChartPart] {
        let from = steadiness?.steadyFrom.flatMap { $0 > 0 ? ("steady from here on", $0) : nil }
        let changed = steadiness?.changedAt.map { ("latency changed", $0) }
        return [from, changed].compactMap(\.self).filter { (time.lower...time.upper).contains($0.1) }.map {
            ChartPart(name: $0.0, shape: .upright(time.position($0.1)), colour: .neutral)
        }
    }

    /// What was due, at the corners of its schedule; a run may end before that does.
    private var duePoints: [(seconds: Double, rate: Double)] {
        let end = rows.last?.end ?? 0
        var start = 0.0
        return stages.flatMap { stage -> [(seconds: Double, rate: Double)] in
            guard start < end else { return [] }
            let length = stage.durationSeconds ?? end - start
            let stop = min(end, start + length)
            let share = length > 0 ? (stop - start) / length : 1
            defer { start = stop }
            return [(start, stage.startRate), (stop, stage.startRate + share * (stage.endRate - stage.startRate))]
        }
    }

    private func strips(
        _ time: ChartScale,
        text: (TimeRow) -> String
    ) -> [(range: ClosedRange<Double>, text: String)] {
        let times = ChartLabels.Times(span: max(abs(time.lower), abs(time.upper)))
        return rows.map { row in
            let (start, end) = (time.position(row.start), time.position(row.end))
            let when = "\(times.label(row.start)) to \(times.label(row.end)) \(times.unit)"
            return (min(start, end)...max(start, end), "\(when): \(text(row))")
        }
    }
}
