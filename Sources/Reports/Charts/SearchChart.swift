internal import Statistics

/// The throughput–latency curve of a search: how long requests took at each rate that was tried.
enum SearchChart {
    /// The chart; nothing where no step tells of the server: those in which the client was the limit don't.
    static func html(_ search: RunResult.Search) -> HTMLText {
        let steps = search.steps.filter { $0.holds != nil && $0.latency.count > 0 }
        guard !steps.isEmpty else { return .none }
        let names = ["p50", "p99"].filter { name in steps.allSatisfy { $0.latency.percentiles[name] != nil } }
        let values = names.map { name in steps.map { latency($0, name) } }
        let heights = ChartScale.latencies(values.flatMap(\.self), usual: values.first?.min() ?? 0)
        let across = ChartScale.fromZero(to: steps.map(\.requestsPerSecond) + [search.highestRate ?? 0], mostTicks: 6)
        let highest = search.highestRate.map { rate in
            ChartPart(
                name: "highest rate, \(ComparisonText.rate(rate))/s",
                shape: .upright(across.position(rate)),
                colour: .neutral
            )
        }
        let curves = names.enumerated().flatMap { place, name in curve(name, place, steps, across, heights) }
        return Chart(
            summary: "Latency by requests per second, of \(steps.count) steps.",
            x: .numbers(across, title: "completed requests per second"),
            y: .latency(heights),
            parts: [highest].compactMap(\.self) + curves
        ).html
    }

    private static func latency(_ step: RunResult.SearchStep, _ name: String) -> Double {
        Double(step.latency.percentiles[name] ?? 0)
    }

    /// A dot for each step, and a line through the middle one of each rate; of two, the faster one.
    private static func curve(
        _ name: String,
        _ place: Int,
        _ steps: [RunResult.SearchStep],
        _ across: ChartScale,
        _ heights: ChartScale
    ) -> [ChartPart] {
        let rates = Dictionary(grouping: steps) { $0.rate ?? 0 }.sorted { $0.key < $1.key }.map(\.value)
        let line = rates.map { steps in
            let middle = steps.sorted { latency($0, name) < latency($1, name) }[(steps.count - 1) / 2]
            return ChartPart.Point(
                x: across.position(middle.requestsPerSecond),
                y: heights.position(latency(middle, name))
            )
        }
        let dots = steps.map { step -> (point: ChartPart.Point, text: String) in
            let time = latency(step, name)
            let point = ChartPart.Point(x: across.position(step.requestsPerSecond), y: heights.position(time))
            let rate = ComparisonText.rate(step.requestsPerSecond)
            return (point, "\(rate) requests/s: \(name) \(ComparisonText.time(nanoseconds: time))")
        }
        let colour = ChartPart.Colour.series(place)
        return [
            ChartPart(name: nil, shape: .line([line]), colour: colour, stroke: .thin),
            ChartPart(name: name, shape: .dots(dots, isHollow: place > 0), colour: colour),
        ]
    }
}
