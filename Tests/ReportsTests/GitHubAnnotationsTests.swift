import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct GitHubAnnotationsTests {
    @Test("each verdict has its annotations, and its outputs for other steps")
    func verdicts() throws {
        let runs = SampleFormats.runs.map { name, result in
            "run \(name)\n" + GitHubAnnotations.lines(result) + GitHubAnnotations.outputs(result)
        }
        let comparisons = SampleFormats.comparisons.map { name, result in
            "compare \(name)\n" + GitHubAnnotations.lines(result) + GitHubAnnotations.outputs(result)
        }
        try expectGolden((runs + comparisons).joined(separator: "\n"), "github.txt")
    }

    @Test("of many assertions that are broken five lines are left, the last of which counts the others")
    func many() {
        var result = SampleFormats.run("failed")
        result.assertions = (1...9).map { number in
            var assertion = result.assertions[1]
            assertion.text = "p99<\(number)us"
            return assertion
        }
        let lines = GitHubAnnotations.lines(result).split(separator: "\n")
        #expect(lines.count == 5)
        #expect(lines[3] == "::error title=Load test failed::p99<4us: p99 893 us")
        #expect(lines[4] == "::error title=Load test failed::5 more assertions do not hold")
    }

    @Test("nothing in a message or a title ends its line or begins another command")
    func hostile() {
        let command = WorkflowCommand(
            level: .error,
            title: "a,b:c%\n::d",
            message: "100 %\r\n::error::x\u{0}\u{1b}[0m, y: z"
        )
        #expect(
            command.line
                == "::error title=a%2Cb%3Ac%25%0A%3A%3Ad::100 %25%0D%0A::error::x[0m, y: z\n"
        )
        var result = SampleFormats.comparison("not-comparable")
        result.comparison.message = "x\n::set-output name=verdict::better\r::add-mask::a"
        #expect(GitHubAnnotations.lines(result).split(whereSeparator: \.isNewline).count == 1)
    }

    @Test("outputs are of fixed words and numbers, whatever the names are")
    func outputs() {
        var result = SampleFormats.comparison("worse")
        result.targets[1].name = "x\nverdict=better"
        result.comparison.message = "x\nverdict=better"
        #expect(GitHubAnnotations.outputs(result) == "verdict=worse\nchange=-0.052\n")
    }

    @Test("a failure is an error, also one before there is a result")
    func failure() {
        var result = SampleFormats.run("passed")
        #expect(GitHubAnnotations.lines(result).isEmpty)
        result.warnings = [RunResult.Warning(code: RunResult.Warning.scriptFailed, message: "the script failed")]
        let line = "::error title=Load test not measured::the script failed\n"
        #expect(
            GitHubAnnotations.lines(result) == line && GitHubAnnotations.lines(failure: "the script failed") == line
        )
        #expect(GitHubAnnotations.outputs(result) == GitHubAnnotations.outputsOfFailure)
    }
}
