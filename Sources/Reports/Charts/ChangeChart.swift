internal import Glibc
internal import Statistics

/// The change of a figure in each round of a comparison, with estimate, interval and the least change that matters.
///
/// Heights are logarithms of candidate / baseline, so that half as much is as far down as twice as much is up.
struct ChangeChart {
    /// The figure.
    let metric: CompareResult.Metric
    /// What was measured.
    let result: CompareResult

    private var label: String { ComparisonText.label(metric.metric) }

    /// The chart; nothing where no round has a change.
    var html: HTMLText {
        let changes = RoundChange.changes(of: metric, in: result.rounds)
        guard !changes.isEmpty else { return .none }
        let heights = scale(changes)
        let across = ChartScale.covering([0.5, Double(result.rounds.count) + 0.5])
        let zero = ChartPart(name: nil, shape: .level(heights.position(0)), colour: .neutral)
        return Chart(
            summary: "Change of \(label) in each of \(ComparisonConclusion.rounds(result.rounds.count)); "
                + "together \(ComparisonText.change(metric)), interval \(ComparisonText.interval(metric)).",
            x: Chart.Axis(title: "round", ticks: roundTicks(across)),
            y: Chart.Axis(title: "change of \(label)", ticks: ChangeChart.ticks(heights)),
            parts: [zero] + certainty(heights) + dots(changes, across, heights)
        ).html
    }

    // MARK: - Heights

    /// The height of a change; nil where it has none.
    private static func height(_ change: Double?) -> Double? {
        change.flatMap { $0 > -1 && $0.isFinite ? log1p($0) : nil }
    }

    private var interval: [Double] { [metric.lower, metric.upper].compactMap(ChangeChart.height).sorted() }

    private var limits: [Double] {
        guard metric.gated, let limit = ChangeChart.height(max(0, metric.margin)) else { return [] }
        return [limit, -limit]
    }

    /// All that is drawn, with a little room around it.
    private func scale(_ changes: [RoundChange]) -> ChartScale {
        let values = changes.map(\.logarithm) + limits + interval + [0]
        let (least, most) = (values.min() ?? 0, values.max() ?? 0)
        let room = max(0.005, (most - least) * 0.06)
        return .covering([least - room, most + room])
    }

    /// Round changes within a scale of their logarithms.
    private static func ticks(_ heights: ChartScale) -> [Chart.Tick] {
        ChartScale.covering([expm1(heights.lower), expm1(heights.upper)]).ticks.filter { $0 > -1 }.map {
            Chart.Tick(position: heights.position(log1p($0)), label: ChartLabels.change($0))
        }
    }

    // MARK: - Parts

    /// The interval, the least change that matters and the estimate.
    private func certainty(_ heights: ChartScale) -> [ChartPart] {
        let ends = interval.map(heights.position)
        let band = ends.count == 2 ? ends[0]...ends[1] : nil
        let level = ComparisonText.percent(1 - result.design.alpha)
        let limit = "limit, \(ComparisonText.percent(metric.margin))"
        let lines = limits.enumerated().map { place, value in
            ChartPart(
                name: place == 0 ? limit : nil,
                shape: .level(heights.position(value)),
                colour: .series(1),
                stroke: .dashed
            )
        }
        let estimate = ChangeChart.height(metric.estimate).map { value in
            ChartPart(
                name: "estimate, \(ComparisonText.change(metric))",
                shape: .level(heights.position(value)),
                colour: .series(0)
            )
        }
        return [band.map { ChartPart(name: "\(level) interval", shape: .band($0), colour: .series(0)) }].compactMap(
            \.self
        )
            + lines + [estimate].compactMap(\.self)
    }

    /// A dot for each change, told apart by the order of its slots.
    private func dots(_ changes: [RoundChange], _ across: ChartScale, _ heights: ChartScale) -> [ChartPart] {
        [("baseline first", false), ("candidate first", true)].compactMap { name, isSecond in
            let dots = changes.filter { $0.candidateIsFirst == isSecond }.map { change in
                let part = (expm1(change.logarithm) * 1000).rounded() / 1000
                let point = ChartPart.Point(x: across.position(change.place), y: heights.position(change.logarithm))
                return (point: point, text: "\(change.name): \(ChartLabels.change(part))")
            }
            return dots.isEmpty
                ? nil : ChartPart(name: name, shape: .dots(dots, isHollow: isSecond), colour: .series(0))
        }
    }

    private func roundTicks(_ across: ChartScale) -> [Chart.Tick] {
        let count = Double(result.rounds.count)
        let step = max(1, ChartScale.step(span: count, most: 8))
        let steps = ChartScale.multiples(of: step, from: step, to: count)
        return ((step > 1 ? [1] : []) + steps).map {
            Chart.Tick(position: across.position($0), label: ChartLabels.number($0))
        }
    }
}
