import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct ComparisonReportTests {
    private static let results: [(name: String, result: CompareResult)] = [
        ("worse", sampleComparison()),
        ("same", sampleComparison(change: 1.002)),
        ("better", sampleComparison(change: 1.08)),
        ("inconclusive", sampleComparison(change: 0.98, noise: 0.08, rounds: 80)),
        ("errors", sampleComparison(change: 1, failed: 12)),
        ("stopped", sampleComparison(rounds: 7, stopped: true)),
    ]

    @Test("a comparison as text", arguments: results.indices)
    func text(index: Int) throws {
        let (name, result) = ComparisonReportTests.results[index]
        let report = ComparisonReport()
        let text = report.header(result.targets, result.config, result.design) + report.body(result)
        try expectGolden(text, "comparison-\(name).txt")
    }

    @Test("what would take more rounds than can be made is told to need something else")
    func hopeless() throws {
        let message = sampleComparison(change: 0.98, noise: 0.9, rounds: 20).comparison.message
        #expect(message.hasSuffix("after 20 rounds; would need a quieter machine, or a wider margin"), "\(message)")
    }
}
