internal import Glibc
internal import Statistics

/// Latencies by percentile on HdrHistogram's axis: each step to the right is a tenth of the requests that are left.
///
///     0 %     90 %    99 %   99.9 %  99.99 %
///     |-------|-------|-------|-------|        log10(1 / (1 - percentile))
enum PercentileChart {
    /// A set of latencies.
    struct Curve {
        /// Its name in the legend.
        let name: String
        /// The latencies, in nanoseconds.
        let histogram: Histogram
        /// Which of the series' colours it has.
        let colour: Int
        /// How its line is drawn.
        var stroke = ChartPart.Stroke.solid
    }

    /// Points of a curve, at equal distances on the axis.
    private static let points = 240
    /// With more decades than this, a phone has no room for a label at each.
    private static let mostLabels = 4

    /// The chart; nothing where there is no latency.
    static func html(_ curves: [Curve]) -> HTMLText {
        let curves = curves.filter { $0.histogram.count > 0 }
        guard !curves.isEmpty else { return .none }
        let drawn = curves.map { points(of: $0.histogram) }
        let end = max(1, drawn.flatMap { $0.map(\.decades) }.max() ?? 1)
        let scale = ChartScale.latencies(
            drawn.flatMap { $0.map(\.value) },
            usual: curves.map { Double($0.histogram.percentile(50)) }.min() ?? 0
        )
        let parts = zip(curves, drawn).map { curve, points in
            ChartPart(
                name: curves.count > 1 ? curve.name : nil,
                shape: .line([points.map { .init(x: $0.decades / end, y: scale.position($0.value)) }]),
                colour: .series(curve.colour),
                stroke: curve.stroke
            )
        }
        return Chart(
            summary: summary(curves),
            x: Chart.Axis(title: "percentile: this share of requests took no longer", ticks: ticks(end: end)),
            y: .latency(scale),
            parts: parts
        ).html
    }

    /// The latencies that shares of the requests don't exceed; the last one is the largest of all.
    static func points(of histogram: Histogram) -> [(decades: Double, value: Double)] {
        guard histogram.count > 0 else { return [] }
        let count = Double(histogram.count)
        let last = log10(count)
        var counters = histogram.counters
        var (seen, value) = (0.0, histogram.min)
        let inner = (0..<points).map { step in
            let decades = last * Double(step) / Double(points)
            let rank = max(1, (count * (1 - pow(10, -decades))).rounded(.up))
            while seen < rank, let next = counters.next() {
                seen += Double(next.count)
                value = min(next.values.upperBound, histogram.max)
            }
            return (decades, Double(value))
        }
        return inner + [(last, Double(histogram.max))]
    }

    /// The labels of an axis of so many decades.
    static func ticks(end: Double) -> [Chart.Tick] {
        let last = Int(end + 1e-9)
        let decades = (0...max(1, last)).map { decade in
            Chart.Tick(
                position: min(1, Double(decade) / end),
                label: decade < 2
                    ? "\(decade * 90) %" : "99\(decade > 2 ? "." : "")\(String(repeating: "9", count: decade - 2)) %",
                isMinor: last > mostLabels && decade > 0 && (last - decade) % 2 == 1
            )
        }
        // Where decades are wide, there is room between the first two.
        let between = [50, 75].map { percent in
            Chart.Tick(position: -log10(1 - Double(percent) / 100) / end, label: "\(percent) %", isMinor: true)
        }
        return decades + (end <= 5 ? between : Array(between.prefix(1)))
    }

    private static func summary(_ curves: [Curve]) -> String {
        let parts = curves.prefix(ChartPart.Colour.count).map { curve in
            let times = [50.0, 99].map { percent in
                "p\(Int(percent)) \(ComparisonText.time(nanoseconds: Double(curve.histogram.percentile(percent))))"
            }
            let most = ComparisonText.time(nanoseconds: Double(curve.histogram.max))
            return "\(curve.name): \(times.joined(separator: ", ")), longest \(most)"
        }
        return "Latency by percentile. \(parts.joined(separator: "; "))."
    }
}
