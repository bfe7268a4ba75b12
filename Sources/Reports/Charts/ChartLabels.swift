internal import Glibc
internal import Statistics

/// The words at the ticks of axes.
enum ChartLabels {
    /// A round latency: `1.5 ms`, `200 us`, `0`.
    static func latency(_ nanoseconds: Double) -> String {
        guard nanoseconds > 0 else { return "0" }
        let units = [(1e9, "s"), (1e6, "ms"), (1e3, "us")]
        let (factor, unit) = units.first { nanoseconds >= $0.0 * 0.9995 } ?? (1, "ns")
        return "\((nanoseconds / factor).text(decimals: 3)) \(unit)"
    }

    /// A round number: `40,000`, `1.5 M`.
    static func number(_ value: Double) -> String {
        if abs(value) >= 1e6 { return "\((value / 1e6).text(decimals: 2)) M" }
        return abs(value) >= 1000 ? ComparisonText.grouped(value) : value.text(decimals: 4)
    }

    /// A change as a percentage with its sign: `+2 %`.
    static func change(_ part: Double) -> String {
        let percent = (part * 100).text(decimals: 3)
        return "\(part > 0 ? "+" : "")\(percent) %"
    }

    /// How times of a span are told: all in the same unit, which the title of the axis names.
    struct Times {
        /// The unit: `s`, `min:s` or `h:min`.
        let unit: String
        private let major: Int
        private let minor: Int

        /// Seconds, minutes with seconds, or hours with minutes, as it suits a span in seconds.
        init(span: Double) {
            switch span {
            case ..<120: (unit, major, minor) = ("s", 1, 0)
            case ..<7200: (unit, major, minor) = ("min:s", 60, 1)
            default: (unit, major, minor) = ("h:min", 3600, 60)
            }
        }

        /// A time: `1:30`.
        func label(_ seconds: Double) -> String {
            guard minor > 0, let whole = Int(exactly: seconds.rounded()) else { return seconds.text(decimals: 3) }
            let rest = whole.magnitude % UInt(major) / UInt(minor)
            return "\(whole < 0 ? "-" : "")\(whole.magnitude / UInt(major)):\(rest < 10 ? "0" : "")\(rest)"
        }

        /// The distance of ticks: as on clocks where seconds are many.
        static func step(span: Double, most: Int) -> Double {
            let rough = span / Double(most)
            let clock = [15.0, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400]
            guard rough > 10, let step = clock.first(where: { $0 >= rough }) else {
                return ChartScale.step(span: span, most: most)
            }
            return step
        }
    }
}
