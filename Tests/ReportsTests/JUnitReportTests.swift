import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct JUnitReportTests {
    @Test("a run as tests", arguments: SampleFormats.runs.indices)
    func run(index: Int) throws {
        let (name, result) = SampleFormats.runs[index]
        try expectGolden(JUnitReport.text(result, hostname: "runner-7"), "junit/run-\(name).xml")
    }

    @Test("a comparison as tests", arguments: SampleFormats.comparisons.indices)
    func comparison(index: Int) throws {
        let (name, result) = SampleFormats.comparisons[index]
        try expectGolden(JUnitReport.text(result, hostname: "runner-7"), "junit/compare-\(name).xml")
    }

    @Test("a failure is an error, and the assertions are tests beside it")
    func failure() {
        var result = SampleFormats.run("passed")
        result.warnings = [RunResult.Warning(code: RunResult.Warning.scriptFailed, message: "the script failed")]
        let text = JUnitReport.text(result, hostname: "h")
        #expect(text.contains("tests=\"3\" failures=\"0\" errors=\"1\""))
        #expect(text.contains("<error type=\"run\" message=\"the script failed\"/>"))
    }

    @Test("a run that was stopped is an error, whatever its assertions were until then")
    func stopped() {
        var result = SampleFormats.run("passed")
        result.exitCode = 130
        let text = JUnitReport.text(result, hostname: "h")
        #expect(text.contains("tests=\"3\" failures=\"0\" errors=\"1\""))
        #expect(text.contains("<error type=\"run\" message=\"it was stopped before its end\"/>"))
    }

    @Test("what comes from outside is text, and what XML forbids is left out")
    func hostile() {
        var result = SampleFormats.run("failed")
        result.assertions[0].text = "]]><testcase name='x'/>\u{0}\u{1b}[31m\u{fffe}"
        result.assertions[0].message = "\"&amp;\"\n\tä🌸"
        result.assertions[0].verdict = .broken
        let text = JUnitReport.text(result, hostname: "<\"&'>")
        #expect(text.contains("name=\"]]&gt;&lt;testcase name=&apos;x&apos;/&gt;[31m\""))
        #expect(text.contains("message=\"&quot;&amp;amp;&quot;&#10;&#9;ä🌸\""))
        #expect(text.contains("hostname=\"&lt;&quot;&amp;&apos;&gt;\""))
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0.value == 0xfffe })
    }

    @Test("a start that cannot be read is left out")
    func start() {
        var result = SampleFormats.run("measured")
        result.startedAt = "yesterday\" x=\""
        #expect(!JUnitReport.text(result, hostname: "h").contains("timestamp"))
    }
}
