import Foundation
import Statistics
import Testing

@testable import Reports

@Suite struct JSONReportTests {
    @Test("write, read, write gives the same bytes")
    func roundTrip() throws {
        let errors = [errorRow(.connect, "Connection refused", 12, errno: 111)]
        let first = try JSONReport.encode(sampleResult(outcomes: [.ok: 4, .notSent: 12], errors: errors))
        let second = try JSONReport.encode(JSONReport.decode(first))
        #expect(first == second)
    }

    @Test("the result read back is the result written")
    func equality() throws {
        let result = sampleResult()
        #expect(try JSONReport.decode(JSONReport.encode(result)) == result)
    }

    @Test("an empty run can be written")
    func empty() throws {
        let result = sampleResult(latencies: [], rates: [], outcomes: [:], status: [:])
        #expect(try JSONReport.decode(JSONReport.encode(result)) == result)
    }

    @Test("the histogram in it holds every latency")
    func histogram() throws {
        let result = try JSONReport.decode(JSONReport.encode(sampleResult()))
        let histogram = try result.targets[0].latency.histogram.makeHistogram()
        #expect(histogram.count == 4)
        #expect(abs(Double(histogram.percentile(50)) - 102_000) < 102)
    }
}
