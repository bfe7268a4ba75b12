import Testing

@testable import Reports

@Suite struct ChartScaleTests {
    /// Values that charts may meet.
    private static let sets: [[Double]] = [
        [], [0], [-0.0], [0, 0], [1], [5, 5], [1e-3], [1e9], [1, 2, 3], [0, 1e12], [-3, 4], [-1e-3, 1e-3], [.nan],
        [.nan, 2],
        [.infinity], [-.infinity, 1], [.greatestFiniteMagnitude, -.greatestFiniteMagnitude], [.leastNonzeroMagnitude],
        [1e-300, 1e300], [1e15, 1e15 + 1], [98.5, 98.6], [0.5, 80.5],
    ]

    @Test("a scale is made of numbers, and so is every place in it", arguments: sets)
    func numbers(values: [Double]) {
        let scales: [ChartScale] = [
            .fromZero(to: values), .covering(values), .covering(values, step: ChartLabels.Times.step),
            .latencies(values, usual: values.first ?? 0), .latencies(values, usual: 0),
        ]
        for scale in scales {
            #expect(scale.lower.isFinite && scale.upper.isFinite && scale.lower < scale.upper, "\(scale)")
            #expect(!scale.ticks.isEmpty && scale.ticks.count <= 14, "\(scale)")
            #expect(scale.ticks == Array(Set(scale.ticks)).sorted(), "\(scale)")
            let room = (scale.upper - scale.lower) * 1e-6
            #expect(scale.ticks.allSatisfy { $0 >= scale.lower - room && $0 <= scale.upper + room }, "\(scale)")
            for value in values + [0, -1, .nan, .infinity, -.infinity, scale.lower, scale.upper] {
                #expect((0...1).contains(scale.position(value)), "\(scale) \(value)")
            }
            #expect(scale.position(scale.lower) == 0 && abs(scale.position(scale.upper) - 1) < 1e-9, "\(scale)")
        }
    }

    @Test(
        "a scale from zero ends at a round number above the largest value",
        arguments: [
            ([], [0, 0.2, 0.4, 0.6, 0.8, 1]), ([0], [0, 0.2, 0.4, 0.6, 0.8, 1]), ([7], [0, 2, 4, 6, 8]),
            ([3, 41_210], [0, 10_000, 20_000, 30_000, 40_000, 50_000]), ([1000], [0, 200, 400, 600, 800, 1000]),
            ([-5], [0, 0.2, 0.4, 0.6, 0.8, 1]),
        ] as [([Double], [Double])]
    )
    func fromZero(values: [Double], ticks: [Double]) {
        let scale = ChartScale.fromZero(to: values)
        #expect(scale.ticks.map { ($0 * 1e6).rounded() / 1e6 } == ticks)
        #expect(scale.upper == scale.ticks.last)
    }

    @Test(
        "a covering scale has the ends of its values, and round ticks within them",
        arguments: [
            ([0, 12], [0, 2, 4, 6, 8, 10, 12]), ([-2.5, 7.5], [-2, 0, 2, 4, 6]), ([0.5, 20.5], [5, 10, 15, 20]),
            ([4, 4], [4]), ([], [0]),
        ] as [([Double], [Double])]
    )
    func covering(values: [Double], ticks: [Double]) {
        #expect(ChartScale.covering(values).ticks == ticks)
    }

    @Test(
        "latencies are logarithmic where the largest would hide the usual ones",
        arguments: [
            ([1e6, 2e6, 19e6], 1e6, [0, 5e6, 10e6, 15e6, 20e6]),
            ([1e6, 2e6, 21e6], 1e6, [1e6, 2e6, 5e6, 10e6, 20e6, 50e6]),
            ([3e3, 5e9], 1e5, [1e4, 1e5, 1e6, 1e7, 1e8, 1e9]), ([0, 4e6, 9e6], 0, [0, 2e6, 4e6, 6e6, 8e6, 10e6]),
        ] as [([Double], Double, [Double])]
    )
    func latencies(values: [Double], usual: Double, ticks: [Double]) {
        #expect(ChartScale.latencies(values, usual: usual).ticks.map { $0.rounded() } == ticks)
    }

    @Test("each decade of a logarithmic scale takes the same room")
    func decades() {
        let scale = ChartScale.logarithmic(from: 1, to: 1000)
        #expect([1, 10, 100, 1000].map { (scale.position($0) * 3).rounded() } == [0, 1, 2, 3])
        #expect(abs(scale.position(10) - 1.0 / 3) < 1e-12)
    }

    @Test(
        "times are told in one unit, with ticks as on a clock",
        arguments: [
            (12, "s", ["0", "2", "4", "6", "8", "10", "12"]), (1.5, "s", ["0", "0.5", "1", "1.5"]),
            (90, "s", ["0", "15", "30", "45", "60", "75", "90"]),
            (150, "min:s", ["0:00", "0:30", "1:00", "1:30", "2:00", "2:30"]),
            (3600, "min:s", ["0:00", "10:00", "20:00", "30:00", "40:00", "50:00", "60:00"]),
            (36_000, "h:min", ["0:00", "2:00", "4:00", "6:00", "8:00", "10:00"]),
        ]
    )
    func times(seconds: Double, unit: String, labels: [String]) {
        let axis = Chart.Axis.time(.covering([0, seconds], step: ChartLabels.Times.step))
        #expect(axis.title == "time, \(unit)")
        #expect(axis.ticks.map(\.label) == labels)
    }

    @Test(
        "ticks of latencies have no needless digits",
        arguments: [
            (0, "0"), (1, "1 ns"), (200_000, "200 us"), (1_500_000, "1.5 ms"), (999_999, "1 ms"), (2e9, "2 s"),
            (60e9, "60 s"),
        ] as [(Double, String)]
    )
    func latencyLabels(nanoseconds: Double, label: String) {
        #expect(ChartLabels.latency(nanoseconds) == label)
    }
}
