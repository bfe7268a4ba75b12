import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct MarkdownReportTests {
    @Test("a run in Markdown", arguments: SampleFormats.runs.indices)
    func run(index: Int) throws {
        let (name, result) = SampleFormats.runs[index]
        let command = "squall -c 64 -d 2s --assert 'p99<200ms' http://127.0.0.1:8000/"
        try expectGolden(MarkdownReport.text(result, command: command), "markdown/run-\(name).md")
    }

    @Test("a comparison in Markdown", arguments: SampleFormats.comparisons.indices)
    func comparison(index: Int) throws {
        let (name, result) = SampleFormats.comparisons[index]
        try expectGolden(
            MarkdownReport.text(result, command: "squall compare … --seed 8823411"),
            "markdown/compare-\(name).md"
        )
    }

    @Test("a run that could not go on has measured nothing")
    func failure() {
        var result = SampleFormats.run("passed")
        result.warnings = [RunResult.Warning(code: RunResult.Warning.scriptFailed, message: "the script failed")]
        let text = MarkdownReport.text(result)
        #expect(text.hasPrefix("### Load test: not measured\n**the script failed**.\n"))
    }

    @Test(
        "names are code, and can be neither markup nor the end of a cell",
        arguments: [
            ("main", "`main`"),
            ("<b>@octocat #1</b>", "`<b>@octocat #1</b>`"),
            ("a`b", "<code>a&#96;b</code>"),
            ("a|b\\|c", "<code>a&#124;b&#92;&#124;c</code>"),
            ("|</code><img src=x>", "<code>&#124;&#60;&#47;code&#62;&#60;img src&#61;x&#62;</code>"),
            ("a\n| b |\r\n\u{2028}c", "<code>a &#124; b &#124;   c</code>"),
            (" ", "<code> </code>"),
            ("", "<code></code>"),
        ]
    )
    func code(name: String, code: String) {
        #expect(MarkdownText.code(name) == code)
    }

    @Test(
        "running text has no markup, calls nobody and links to nothing",
        arguments: [
            ("5.2 % fewer (4.4 to 5.9 %), p99", "5.2 % fewer (4.4 to 5.9 %), p99"),
            (
                "**bold** _it_ ~~no~~ $x$",
                "&#42;&#42;bold&#42;&#42; &#95;it_ &#126;&#126;no&#126;&#126; &#36;x&#36;"
            ),
            ("x86_64 __a__ b_", "x86_64 &#95;&#95;a_&#95; b_"),
            ("<img src=x> &lt;", "&#60;img src=x&#62; &#38;lt;"),
            ("![a](http://x)", "!&#91;a&#93;(http:&#8203;//x)"),
            ("@octocat #12", "@&#8203;octocat #&#8203;12"),
            ("`a` | b\n\n### c", "&#96;a&#96; &#124; b  #&#8203;#&#8203;#&#8203; c"),
        ]
    )
    func text(raw: String, text: String) {
        #expect(MarkdownText.text(raw) == text)
    }

    /// Everything that can end code, cells, emphasis, lines or the part that is folded up.
    private static let hostile = "`` ` **|**</details>\n\n| a | b |\n<script>@octocat</script><!-- \\"

    @Test("hostile names, URLs and messages leave the lines and cells of a comparison as they are")
    func hostileComparison() throws {
        var result = SampleFormats.comparison("errors")
        let benign = MarkdownReport.text(result, command: "c")
        for place in result.targets.indices {
            result.targets[place].name = MarkdownReportTests.hostile
            result.targets[place].url = MarkdownReportTests.hostile
        }
        result.comparison.message = MarkdownReportTests.hostile
        result.host.cpuModel = MarkdownReportTests.hostile
        result.design.seed = MarkdownReportTests.hostile
        let text = MarkdownReport.text(result, command: MarkdownReportTests.hostile)
        expectSameShape(text, as: benign)
        try expectGolden(text, "markdown/compare-hostile.md")
    }

    @Test("hostile assertions, errors and URLs leave those of a run as they are")
    func hostileRun() throws {
        var result = SampleFormats.run("failed")
        let benign = MarkdownReport.text(result, command: "c")
        result.assertions[1].text = MarkdownReportTests.hostile
        result.assertions[1].message = MarkdownReportTests.hostile
        result.targets[0].url = MarkdownReportTests.hostile
        result.targets[0].errors[0].message = MarkdownReportTests.hostile
        result.config.seed = MarkdownReportTests.hostile
        let text = MarkdownReport.text(result, command: MarkdownReportTests.hostile)
        expectSameShape(text, as: benign)
        try expectGolden(text, "markdown/run-hostile.md")
    }

    /// Expects the same lines with the same beginnings and cells, and no markup but our own.
    private func expectSameShape(_ text: String, as benign: String) {
        func shape(_ text: String) -> [String] {
            text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                "\(line.prefix(2)) \(line.count { $0 == "|" })"
            }
        }
        #expect(shape(text).map { $0.replacing("`", with: "<") } == shape(benign).map { $0.replacing("`", with: "<") })
        let tags = text.replacing(/`[^`\n]*`/, with: "").split(separator: "<").dropFirst().map {
            $0.prefix { $0 != ">" }
        }
        #expect(Set(tags).isSubset(of: ["details", "summary", "/summary", "/details", "code", "/code"]))
        #expect(!text.contains("@octocat"))
    }

    @Test(
        "a text of more than 64 KiB is cut in its tables, which say how many rows are left out",
        arguments: [1, 2000]
    )
    func limit(length: Int) {
        var run = SampleFormats.run("failed")
        let message = String(repeating: "`|🌸\u{301}", count: length)
        run.assertions = (1...3000).map { number in
            var assertion = run.assertions[1]
            assertion.text = "p99<\(number)ms\(message)"
            assertion.message = message
            return assertion
        }
        run.targets[0].url = message
        run.warnings = (1...3000).map { _ in RunResult.Warning(code: "x", message: message) }
        expectCut(MarkdownReport.text(run, command: message))

        var comparison = SampleFormats.comparison("worse")
        comparison.targets[0].name = message
        comparison.targets[1].name = message
        comparison.comparison.message = message
        comparison.comparison.metrics = (1...3000).map { number in
            var metric = comparison.comparison.metrics[0]
            metric.metric = "p\(number)\(message)"
            return metric
        }
        expectCut(MarkdownReport.text(comparison, command: message))
    }

    private func expectCut(_ text: String) {
        #expect(text.utf8.count <= 64 * 1024)
        #expect(text.utf8.count > 50 * 1024)
        #expect(text.hasSuffix("</details>\n\n"))
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("|") }
        #expect(rows.contains { $0.contains("… ") && $0.contains("more left out") })
        #expect(Set(rows.map { row in row.count { $0 == "|" } }).count <= 2)
    }
}
