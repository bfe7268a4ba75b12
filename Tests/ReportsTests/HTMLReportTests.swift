import Foundation
import Statistics
import TestSupport
import Testing

@testable import Reports

#if canImport(FoundationXML)
import FoundationXML
#endif

@Suite struct HTMLReportTests {
    private typealias Results = [(title: String, result: SavedResult)]

    /// Runs that have little to tell.
    private static var degenerate: Results {
        let failed = [errorRow(.connect, "Connection refused", 12, errno: 111)]
        return [
            ("no-requests.json", .run(sampleResult(latencies: [], rates: [], outcomes: [:], status: [:]))),
            ("one-latency.json", .run(sampleResult(latencies: [250], outcomes: [.ok: 1], status: ["200": 1]))),
            (
                "all-errors.json",
                .run(sampleResult(latencies: [], outcomes: [.notSent: 12], errors: failed, status: [:]))
            ),
        ]
    }

    /// A comparison in which nothing is missing.
    private static var fullComparison: CompareResult {
        let gates: [ComparisonSeries.Gate] = [
            .init(.percentile(50), isGated: true), .init(.percentile(99), isGated: true),
        ]
        var result = sampleComparison(noise: 0.05, rounds: 24, failed: 2, gates: gates)
        for place in result.comparison.metrics.indices {
            (result.comparison.metrics[place].pooledLower, result.comparison.metrics[place].pooledUpper) = (-0.01, 0.02)
        }
        result.warnings = [RunResult.Warning(code: "machine-drift", message: "the machine's speed varied by 34 %")]
        result.comparison.calibration = [
            CompareResult.Calibration(metric: "rps", rounds: 12, mde80: nil),
            CompareResult.Calibration(metric: "rps", rounds: 20, mde80: 0.021),
        ]
        result.targets[0].starts = 12
        result.targets[0].command = "server --port 0"
        return result
    }

    /// A comparison of a workload with two requests.
    private static var comparison: CompareResult {
        var result = sampleComparison()
        for place in result.targets.indices {
            result.targets[place].requests = [
                requestRow("predict", completed: 300 - place, failed: place, latencies: [900 + 100 * UInt64(place)]),
                requestRow("<health>", completed: 100, latencies: [120]),
            ]
        }
        return result
    }

    // Made anew each time: a result in an enumeration has its case in spare bits of a pointer, so the leak sanitizer takes one that
    // lives until the end for lost.
    private static var documents: [(name: String, results: Results)] {
        [
            ("run", [("base.json", .run(sampleRun()))]),
            ("open-loop", [("open.json", .run(sampleOpenRun()))]),
            ("comparison", [("comparison.json", .comparison(comparison))]),
            ("degenerate", degenerate),
            ("full-comparison", [("full.json", .comparison(fullComparison))]),
            (
                "several",
                [
                    ("base.json", .run(sampleRun())), ("open.json", .run(sampleOpenRun())),
                    ("c.json", .comparison(fullComparison)),
                ]
            ),
            ("nothing", []),
        ]
    }

    @Test("results as HTML", arguments: ["run", "open-loop", "comparison", "degenerate"])
    func golden(name: String) throws {
        let results = try #require(HTMLReportTests.documents.first { $0.name == name }?.results)
        try expectGolden(HTMLReport.document(results), "html-\(name).html")
    }

    // MARK: - A document

    @Test("a document is well-formed, and loads and runs nothing", arguments: documents.map(\.name))
    func selfContained(name: String) throws {
        let results = try #require(HTMLReportTests.documents.first { $0.name == name }?.results)
        try expectSelfContained(HTMLReport.document(results))
    }

    @Test("text of a result is text of the document, whatever it is")
    func hostile() throws {
        let text = "\u{0}\u{202E}]]>--></title></style><script src='http://x'>&\"<img onerror=\"a\" src=x>"
        let results = try HTMLReportTests.documents.flatMap(\.results).map { item in
            (title: text, result: try hostile(item.result, text))
        }
        let document = HTMLReport.document(results)
        try expectSelfContained(document)
        #expect(!document.contains("<script") && !document.contains("<img"))
        #expect(document.contains("&lt;script src=&#39;http://x&#39;&gt;&amp;&quot;&lt;img onerror"))
        #expect(!document.unicodeScalars.contains("\u{202E}") && !document.unicodeScalars.contains("\u{0}"))
    }

    @Test("figures that no measurement has leave a document well-formed and its charts in numbers")
    func wildFigures() throws {
        var run = sampleOpenRun()
        run.targets[0].requestsPerSecond = 1e300
        run.targets[0].elapsedSeconds = -1e300
        run.targets[0].intervals[3].length = 1e308
        run.targets[0].intervals[4].requests = .min
        run.targets[0].intervals[5].start = -1e308
        run.targets[0].intervals[6].length = .leastNonzeroMagnitude
        run.config.stages?[1].durationSeconds = 1e308
        run.config.stages?[1].endRate = -1e308
        run.search?.kneeStep = 99
        var comparison = HTMLReportTests.fullComparison
        comparison.rounds[2].baseline.length = 0
        comparison.rounds[3].candidate.start = 1e308
        comparison.rounds[4].candidate.requests = 1e300
        comparison.comparison.metrics[0].estimate = -3
        comparison.comparison.metrics[0].upper = 1e308
        comparison.comparison.metrics[0].margin = 1e308
        comparison.comparison.metrics[1].roundsPerUnit = .max
        comparison.elapsedSeconds = 1e300
        let document = HTMLReport.document([("a", .run(run)), ("b", .comparison(comparison))])
        try expectSelfContained(document)
    }

    @Test("sections without data are left out")
    func sections() {
        let text = HTMLReport.document([("base.json", .run(sampleRun()))])
        for title in ["Stages", "Errors", "Failed checks", "Assertions", "The highest rate", "Requests"] {
            #expect(!text.contains("<h3>\(title)</h3>"), "\(title)")
        }
        for title in ["Latency", "Over time", "How this was measured"] {
            #expect(text.contains("<h3>\(title)</h3>"), "\(title)")
        }
    }

    @Test("curves of several runs are in one chart")
    func severalRuns() {
        let run = HTMLReport.document([("a.json", .run(sampleRun()))])
        let several = HTMLReport.document([("a.json", .run(sampleRun())), ("b.json", .run(sampleRun()))])
        let summary = "<title>Latency by percentile."
        #expect(run.components(separatedBy: summary).count == 2)
        #expect(several.components(separatedBy: summary).count == 2)
        #expect(several.contains("</svg> a.json</li>") && several.contains("</svg> b.json</li>"))
    }

    @Test("an hour of seconds and 300 requests make a document of at most 200 KiB")
    func size() {
        var run = sampleRun(seconds: 60, perSecond: 10)
        run.targets[0].intervals = (0..<3600).map { second in
            var interval = run.targets[0].intervals[second % 60]
            interval.start = Double(second)
            return interval
        }
        run.targets[0].requests = (0..<300).map { requestRow("request \($0)", completed: 1, latencies: [100]) }
        let text = HTMLReport.document([("long.json", .run(run))])
        #expect(text.utf8.count < 200 * 1024)
        #expect(text.contains("100 more rows are in the JSON result."))
    }

    // MARK: - Helpers

    private func expectSelfContained(_ document: String) throws {
        let elements = Elements()
        let parser = XMLParser(data: Data(document.utf8))
        parser.delegate = elements
        #expect(parser.parse(), "\(String(describing: parser.parserError)), line \(parser.lineNumber)")
        #expect(elements.unknown.isEmpty)
        #expect(elements.loads.isEmpty)
        #expect(elements.unnamed == 0)
        #expect(elements.notNumbers.isEmpty)
        #expect(!document.contains("url(") && !document.contains("@import"))
    }

    /// `result` with `text` in place of each string that says nothing to the program.
    private func hostile(_ result: SavedResult, _ text: String) throws -> SavedResult {
        let encoder = JSONEncoder()
        let bytes =
            switch result {
            case .run(let run): try encoder.encode(run)
            case .comparison(let comparison): try encoder.encode(comparison)
            }
        let kept: Set = [
            "kind", "verdict", "reason", "end", "role", "encoding", "unit", "data", "loop", "metric", "seed",
        ]
        func replaced(_ value: Any, _ key: String) -> Any {
            switch value {
            case let members as [String: Any]:
                return Dictionary(uniqueKeysWithValues: members.map { ($0.key, replaced($0.value, $0.key)) })
            case let items as [Any]: return items.map { replaced($0, key) }
            case is String where !kept.contains(key): return text
            default: return value
            }
        }
        let object = replaced(try JSONSerialization.jsonObject(with: bytes), "")
        return try SavedResult.decode(JSONSerialization.data(withJSONObject: object))
    }
}

/// What is in a document.
private final class Elements: NSObject, XMLParserDelegate {
    /// Elements that reports have no use for.
    private(set) var unknown: [String] = []
    /// Attributes that load or run something.
    private(set) var loads: [String] = []
    /// Drawings without a title, a table header without a scope.
    private(set) var unnamed = 0
    /// Places that are none.
    private(set) var notNumbers: [String] = []
    private var isImage = false

    private static let known: Set = [
        "html", "head", "meta", "title", "style", "body", "header", "nav", "article", "section", "h1", "h2", "h3", "h4",
        "p",
        "ul", "li", "a", "div", "dl", "dt", "dd", "strong", "table", "thead", "tbody", "tr", "th", "td", "figure",
        "svg",
        "g", "line", "path", "rect", "circle", "text",
    ]

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes: [String: String]
    ) {
        if !Elements.known.contains(name) { unknown.append(name) }
        if isImage && name != "title" { unnamed += 1 }
        isImage = attributes["role"] == "img"
        if name == "th" && attributes["scope"] == nil { unnamed += 1 }
        if name == "svg" && attributes["role"] == nil && attributes["class"] != "curves"
            && attributes["aria-hidden"] == nil
        {
            unnamed += 1
        }
        for (key, value) in attributes {
            let isPlace = key == "href" && value.hasPrefix("#") || name == "meta"
            if !isPlace,
                key.hasPrefix("on") || key.contains("href") || key == "src" || key == "style" || value.contains("//")
            {
                loads.append("\(key)=\(value)")
            }
            if ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "width", "height", "d"].contains(key),
                value.contains("n") || value.contains("e")
            {
                notNumbers.append("\(key)=\(value)")
            }
        }
    }
}
