import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct HGRMReportTests {
    @Test("a run's percentiles, in milliseconds")
    func run() throws {
        try expectGolden(HGRMReport.text(SampleFormats.run("measured")), "run.hgrm")
    }

    @Test("a comparison has a text for each of its builds")
    func comparison() throws {
        let texts = try HGRMReport.texts(SampleFormats.comparison("control-moved"))
        #expect(texts.map(\.role) == [.baseline, .candidate, .control])
        #expect(texts[0].text == texts[2].text)
        try expectGolden(texts[0].text, "compare-baseline.hgrm")
        try expectGolden(texts[1].text, "compare-candidate.hgrm")
    }

    @Test("a run without latencies has a line for none of them")
    func empty() throws {
        let lines = try HGRMReport.text(SampleFormats.run("not-measured")).split(separator: "\n")
        #expect(lines.map { $0.prefix(18) }[1] == "       0.000     1")
        #expect(lines.count == 5)
    }
}
