import Foundation
import Statistics
import TestSupport
import Testing

@testable import Reports

/// Results in JSON whose histograms `scripts/check-formats` reads with another library.
@Suite struct ResultFilesTests {
    private func expectJSON(_ value: some Encodable, _ name: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        let text = try String(decoding: encoder.encode(value), as: UTF8.self) + "\n"
        try expectGolden(text, name, comparing: inflated)
    }

    @Test("a run")
    func run() throws {
        try expectJSON(SampleFormats.run("measured"), "run.json")
    }

    @Test("a comparison with a control")
    func comparison() throws {
        var result = SampleFormats.comparison("control-moved")
        result.rounds = Array(result.rounds.prefix(4))
        try expectJSON(result, "compare.json")
    }

    @Test("histograms of every kind: empty, of one value, of values beyond the highest, of many")
    func histograms() throws {
        let summaries = [HistogramLayout.nanoseconds, .coarseNanoseconds].flatMap { layout in
            ResultFilesTests.recorded.map { values in
                let histogram = Histogram(layout)
                for (value, count) in values { histogram.record(value, count: count) }
                return LatencySummary(
                    histogram,
                    percentiles: [0.1, 25] + LatencySummary.usualPercentiles + [99.999, 100]
                )
            }
        }
        try expectJSON(summaries, "histograms.json")
    }

    /// Values, and how often each comes.
    private static let recorded: [[(UInt64, UInt64)]] = [
        [],
        [(0, 1)],
        [(1, 2), (3, 1)],
        [(.max, 1), (3_600_000_000_000, 1), (3_600_000_000_001, 2), (5, 6)],
        [(200_000, 1 << 40), (300_000, 3)],
        (1...200 as ClosedRange<UInt64>).map { ($0 * $0 * 997, $0 % 7 + 1) },
        (0...60 as ClosedRange<UInt64>).map { (1 << ($0 / 2), 1) },
    ]
}
