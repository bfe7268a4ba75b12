import Foundation
import Testing

@testable import Statistics

/// A log that hdrhistogram for Python wrote; `scripts/check-formats` writes it anew, and compares.
@Suite("Histograms that Python wrote")
struct PythonHistogramTests {
    private struct Expected: Decodable {
        let name: String
        let lowest: UInt64
        let highest: UInt64
        let digits: Int
        /// Index, lowest value and count of each counter that is not 0.
        let counts: [[UInt64]]
        /// By the rule of Java, which is ours.
        let percentiles: [String: UInt64]
    }

    @Test("All of them are read, with their counters and percentiles")
    func read() throws {
        let lines = fixture("python-made.hlog").split(separator: "\n").filter {
            !$0.hasPrefix("#") && !$0.hasPrefix("\"")
        }
        let expected = try JSONDecoder().decode([Expected].self, from: Data(fixture("python-made.json").utf8))
        try #require(lines.count == expected.count && !lines.isEmpty)
        for (line, expected) in zip(lines, expected) {
            let histogram = try Histogram(encodedText: String(try #require(line.split(separator: ",").last)))
            let layout = try HistogramLayout(
                lowest: expected.lowest,
                highest: expected.highest,
                digits: expected.digits
            )
            #expect(histogram.layout == layout, "\(expected.name)")
            let counts = histogram.counters.map { [UInt64($0.index), $0.values.lowerBound, $0.count] }
            #expect(counts == expected.counts, "\(expected.name)")
            for (percentile, value) in expected.percentiles {
                let found = histogram.percentile(try #require(Double(percentile)))
                #expect(found == value, "\(expected.name), \(percentile) %")
            }
        }
    }
}
