import Foundation
import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct HistogramLogTests {
    @Test("a run has a line for each interval, without a tag")
    func run() throws {
        try expectGolden(HistogramLog.text(SampleFormats.run("measured")), "run.hlog", comparing: inflated)
    }

    @Test("a comparison has a line for each slot in the order of time, its build as the tag")
    func comparison() throws {
        let text = try HistogramLog.text(SampleFormats.comparison("control-moved"))
        try expectGolden(text, "compare.hlog", comparing: inflated)
    }

    @Test("what is written is read again line by line, with the same counts")
    func readAgain() throws {
        let result = SampleFormats.comparison("control-moved")
        let lines = try LogLine.all(HistogramLog.text(result))
        let slots = result.rounds.flatMap { round in
            ComparisonRole.allCases.compactMap { role in round.slot(role).map { (role, $0) } }
        }
        try #require(lines.count == slots.count)
        for (line, (role, slot)) in zip(lines, slots.sorted { $0.1.start < $1.1.start }) {
            #expect(line.tag == (role == .candidate ? "pr-123" : "main(\(role.rawValue))"))
            #expect(abs(line.start - slot.start) < 0.0006 && line.length == slot.length)
            #expect(line.histogram.count == slot.histogram.count)
            #expect(try Array(line.histogram.counters) == Array(slot.histogram.makeHistogram().counters))
            #expect(abs(line.highest - Double(line.histogram.max) / 1e6) < 0.0006)
        }
    }

    @Test("an interval without requests has a line, too")
    func idle() throws {
        let lines = try LogLine.all(HistogramLog.text(SampleFormats.run("measured")))
        #expect(lines.map(\.histogram.count) == [1200, 0, 800])
        #expect(lines.allSatisfy { $0.tag == nil })
    }

    @Test(
        "a tag has nothing that would end it, and no build has that of another",
        arguments: [
            ("a b,c\nd\r\t\u{2028}\u{a0}e", "main", "a_b_c_d____e", "main"),
            ("x y", "x,y", "x_y(candidate)", "x_y(baseline)"),
            ("", "main", "(candidate)", "main"),
            ("", "(candidate)", "(candidate)", "(candidate)(baseline)"),
            ("größe=🌸", "Tag=1", "größe=🌸", "Tag=1"),
        ]
    )
    func tags(candidate: String, baseline: String, candidateTag: String, baselineTag: String) throws {
        var result = sampleComparison(rounds: 1)
        result.targets[0].name = baseline
        result.targets[1].name = candidate
        let text = try HistogramLog.text(result)
        #expect(text.split(separator: "\n").count == 5)
        #expect(try Set(LogLine.all(text).map(\.tag)) == [candidateTag, baselineTag])
    }

    @Test("a damaged histogram is an error, and no line that is missing")
    func damaged() throws {
        var result = try JSONReport.decode(JSONReport.encode(sampleResult()))
        let interval = result.targets[0].intervals[0]
        let damaged = String(decoding: try JSONReport.encode(result), as: UTF8.self)
            .replacing(interval.histogram.data, with: "HISTFAAAAAA=")
        result = try JSONReport.decode(Data(damaged.utf8))
        #expect(throws: HistogramError.self) { try HistogramLog.text(result) }
        #expect(throws: HistogramError.self) { try CSVReport.text(result) }
    }
}

/// A line of a log, read as other programs do.
struct LogLine {
    var tag: String?
    var start: Double
    var length: Double
    var highest: Double
    var histogram: Histogram

    /// The lines of `log`, without those of its header.
    static func all(_ log: String) throws -> [LogLine] {
        try log.split(separator: "\n").filter { !$0.hasPrefix("#") && !$0.hasPrefix("\"") }.map { line in
            var fields = line.split(separator: ",")
            let tag = fields[0].hasPrefix("Tag=") ? String(fields.removeFirst().dropFirst(4)) : nil
            try #require(fields.count == 4)
            return try LogLine(
                tag: tag,
                start: #require(Double(fields[0])),
                length: #require(Double(fields[1])),
                highest: #require(Double(fields[2])),
                histogram: Histogram(encodedText: String(fields[3]))
            )
        }
    }
}

/// A log or JSON with the counters in place of its histograms: another version of zlib may pack them in other bytes.
func inflated(_ text: String) throws -> String {
    try text.replacing(/HISTFAAA[A-Za-z0-9+\/]*=*/) { match in
        try Histogram(encodedText: String(match.output)).counters.map { "\($0.index):\($0.count)" }.joined(
            separator: " "
        )
    }
}
