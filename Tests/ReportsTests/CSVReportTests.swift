import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct CSVReportTests {
    @Test("a run has a line for each interval")
    func run() throws {
        try expectGolden(CSVReport.text(SampleFormats.run("measured")), "run.csv")
    }

    @Test("a comparison has a line for each round")
    func comparison() throws {
        try expectGolden(CSVReport.text(SampleFormats.comparison("worse")), "compare.csv")
    }

    @Test("a comparison with a control has columns for it, and what is not known is empty")
    func control() throws {
        var result = SampleFormats.comparison("control-moved")
        result.rounds = Array(result.rounds.prefix(3))
        result.rounds[1].control = nil
        result.rounds[2].candidate = CompareResult.Slot(
            ComparisonSlot(
                completed: 0,
                seconds: 0,
                counts: sampleResult(outcomes: [:]).targets[0].counts,
                latencies: Histogram(.nanoseconds).takeSnapshot()
            )
        )
        try expectGolden(CSVReport.text(result), "compare-control.csv")
    }

    @Test("a field with a comma, a quote or the end of a line is in quotes")
    func quotes() throws {
        var result = sampleResult()
        result.targets[0].intervals[0].startedAt = "a,\"b\"\r\nc"
        #expect(try CSVReport.text(result).contains("0.000,1.000,\"a,\"\"b\"\"\r\nc\",4,0,"))
    }
}
