internal import Statistics

/// Requests a second of each slot over the time of a comparison: how steady the machine was, and both builds on it.
enum SlotChart {
    /// The chart; nothing without slots.
    static func html(_ result: CompareResult) -> HTMLText {
        let builds = result.targets.map { build in
            (build: build, slots: result.rounds.compactMap { $0.slot(build.role) }.filter { $0.length > 0 })
        }
        let all = builds.flatMap(\.slots)
        guard !all.isEmpty else { return .none }
        let time = ChartScale.covering(
            all.flatMap { [$0.start, $0.start + $0.length] } + [0],
            step: ChartLabels.Times.step
        )
        let heights = ChartScale.fromZero(to: all.map(rate))
        let rates = result.targets.map { "\($0.name) \(ComparisonText.rate($0.requestsPerSecond))" }
        return Chart(
            summary:
                "Requests per second of each slot over time; of all slots together: \(rates.joined(separator: ", ")).",
            x: .time(time),
            y: .numbers(heights, title: "requests per second"),
            parts: builds.enumerated().flatMap { place, item in
                parts(item.build, item.slots, colour: place, time, heights)
            }
        ).html
    }

    private static func rate(_ slot: CompareResult.Slot) -> Double { slot.requests / slot.length }

    private static func parts(
        _ build: CompareResult.Build,
        _ slots: [CompareResult.Slot],
        colour place: Int,
        _ time: ChartScale,
        _ heights: ChartScale
    ) -> [ChartPart] {
        let dots = slots.map { slot -> (point: ChartPart.Point, text: String) in
            let point = ChartPart.Point(x: time.position(slot.start + slot.length / 2), y: heights.position(rate(slot)))
            let when = "\(build.name), \(slot.start.text(decimals: 1)) s"
            return (point, "\(when): \(ComparisonText.rate(rate(slot))) requests/s")
        }
        let colour = ChartPart.Colour.series(place)
        let name = ComparisonText.title(build)
        return [
            ChartPart(name: nil, shape: .line([dots.map(\.point)]), colour: colour, stroke: .thin),
            ChartPart(name: name, shape: .dots(dots, isHollow: build.role == .candidate), colour: colour),
        ]
    }
}
