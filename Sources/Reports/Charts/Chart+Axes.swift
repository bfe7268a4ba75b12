internal import Statistics

extension Chart.Axis {
    /// One of latencies.
    static func latency(_ scale: ChartScale) -> Chart.Axis {
        Chart.Axis(
            title: scale.spread == .logarithmic ? "latency, logarithmic" : "latency",
            ticks: scale.ticks.map { Chart.Tick(position: scale.position($0), label: ChartLabels.latency($0)) }
        )
    }

    /// One of plain numbers.
    static func numbers(_ scale: ChartScale, title: String) -> Chart.Axis {
        Chart.Axis(
            title: title,
            ticks: scale.ticks.map { Chart.Tick(position: scale.position($0), label: ChartLabels.number($0)) }
        )
    }

    /// One of time in seconds.
    static func time(_ scale: ChartScale) -> Chart.Axis {
        let times = ChartLabels.Times(span: max(abs(scale.lower), abs(scale.upper)))
        return Chart.Axis(
            title: "time, \(times.unit)",
            ticks: scale.ticks.map { Chart.Tick(position: scale.position($0), label: times.label($0)) }
        )
    }
}
