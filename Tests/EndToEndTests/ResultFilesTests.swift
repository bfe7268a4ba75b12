import Foundation
import Reports
import Statistics
import TestSupport
import Testing

/// Results in all forms, as files and in GitHub Actions.
@Suite(.timeLimit(.minutes(20))) struct ResultFilesTests {
    private static let formats = ["json", "html", "markdown", "junit", "csv", "hgrm", "hlog"]

    /// What each form begins with.
    private static let beginnings = [
        "json": "{\n", "html": "<!DOCTYPE html>", "markdown": "### Load test: ", "junit": "<?xml version=\"1.0\"",
        "csv": "", "hgrm": "       Value   ", "hlog": "#[Histogram log format version 1.3]",
    ]

    private func options(_ folder: TemporaryFolder, _ formats: [String]) -> [String] {
        formats.flatMap { ["--\($0)", folder.path("result.\($0)")] }
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    private func served(_ options: String = "") throws -> [String] {
        [
            "smoke", "--serve", "exec '\(try builtProduct("iris-server"))' --port {port} \(options)", "-d300ms",
            "--warmup", "50ms",
        ]
    }

    @Test("a run is written in every form, and a saved result makes the same reports later")
    func run() throws {
        let folder = try TemporaryFolder()
        let ended = try squall(try served() + options(folder, ResultFilesTests.formats) + ["/health"])
        #expect(ended.exitCode == 0, "\(ended)")
        let later = try TemporaryFolder()
        let rest = ResultFilesTests.formats.filter { $0 != "json" }
        let report = try squall(["report", folder.path("result.json")] + options(later, rest))
        #expect(report.exitCode == 0 && report.standardOutput.isEmpty && report.standardError.isEmpty, "\(report)")
        for format in ResultFilesTests.formats {
            let written = try text(folder.path("result.\(format)"))
            #expect(written.hasPrefix(ResultFilesTests.beginnings[format] ?? "?"), "\(format): \(written.prefix(80))")
            // The page has the file's name, and a summary the command line.
            if !["json", "html", "markdown"].contains(format) {
                #expect(try text(later.path("result.\(format)")) == written, "\(format)")
            }
        }
        #expect(try text(folder.path("result.csv")).hasPrefix("start,length,started_at,requests,"))
        #expect(try text(folder.path("result.markdown")).contains("repeat: "))
        #expect(try text(later.path("result.html")).contains("result.json"))
    }

    @Test("a comparison is written in every form, percentiles in a file for each build")
    func comparison() throws {
        let folder = try TemporaryFolder()
        let ended = try IrisProcess.run { server in
            try squall(
                ["compare", "-c2", "--rounds", "16", "--warmup", "50ms", "--seed", "3"]
                    + options(folder, ResultFilesTests.formats) + ["\(server.url)/health", "\(server.url)/health"]
            )
        }
        #expect([0, 99].contains(ended.exitCode), "\(ended)")
        for format in ResultFilesTests.formats where format != "hgrm" {
            let written = try text(folder.path("result.\(format)"))
            #expect(written.hasPrefix(ResultFilesTests.beginnings[format] ?? "?"), "\(format): \(written.prefix(80))")
        }
        for role in ["baseline", "candidate"] {
            #expect(try text(folder.path("result.\(role).hgrm")).hasPrefix(ResultFilesTests.beginnings["hgrm"] ?? "?"))
        }
        let json = try SavedResult.decode(Data(contentsOf: URL(fileURLWithPath: folder.path("result.json"))))
        guard case .comparison(let result) = json else { throw TestSupportError("it is no comparison") }
        #expect(result.rounds.count == 16)
        #expect(try text(folder.path("result.csv")).split(separator: "\r\n").count == 17)
    }

    @Test("two results are shown side by side, and not judged")
    func sideBySide() throws {
        let folder = try TemporaryFolder()
        let files = ["one.json", "two.json"].map { folder.path($0) }
        try IrisProcess.run { server in
            for (file, connections) in zip(files, ["-c2", "-c4"]) {
                _ = try squall(["-d200ms", connections, "--json", file, "\(server.url)/health"])
            }
        }
        let ended = try squall(["compare", "--names", "one,two"] + files)
        #expect(ended.exitCode == 0 && ended.standardError.isEmpty, "\(ended)")
        #expect(ended.standardOutput.contains("  note  they differ in connections: 2 and 4\n"), "\(ended)")
        #expect(ended.standardOutput.contains("\nSHOWN  two results, which are not judged"))
        let both = try squall(["report", "--html", folder.path("both.html")] + files)
        #expect(both.exitCode == 0, "\(both)")
        #expect(try text(folder.path("both.html")).contains("two.json"))
    }

    @Test("in GitHub Actions a failed smoke test is annotated, summed up, and told to the steps after it")
    func actions() throws {
        let folder = try TemporaryFolder()
        var command = Command(
            try builtProduct("squall"),
            try served("--fail-rate 0.5") + ["-s", predictSpec, "--assert", "rps>1G", "/"]
        )
        command.environment = environment(folder)
        let ended = try command.run()
        #expect(ended.exitCode == 99, "\(ended)")
        let lines = ended.standardOutput.split(separator: "\n").filter { $0.hasPrefix("::") }
        #expect(lines.count == 3 && lines.allSatisfy { $0.hasPrefix("::error title=Load test failed::") }, "\(ended)")
        #expect(try text(folder.path("output")) == "verdict=failed\n")
        #expect(try text(folder.path("summary")).hasPrefix("### Load test: failed\n"))
        // Each step adds to the job's summary.
        _ = try command.run()
        #expect(try text(folder.path("summary")).components(separatedBy: "### Load test: failed\n").count == 3)
    }

    @Test("there a server that does not start is annotated too")
    func actionsWithoutResult() throws {
        let folder = try TemporaryFolder()
        let (junit, markdown) = (folder.path("junit.xml"), folder.path("summary.md"))
        var command = Command(
            try builtProduct("squall"),
            ["smoke", "--serve", "exit 3 # {port}", "--junit", junit, "--markdown", markdown]
        )
        command.environment = environment(folder)
        let ended = try command.run()
        #expect(ended.exitCode == 1, "\(ended)")
        #expect(ended.standardOutput.hasPrefix("::error title=Load test not measured::'exit 3 # "), "\(ended)")
        #expect(try text(folder.path("output")) == "verdict=not-measured\n")
        #expect(try text(junit).contains("tests=\"1\" failures=\"0\" errors=\"1\""))
        #expect(try text(markdown) == (try text(folder.path("summary"))))
        #expect(try text(markdown).hasPrefix("### Load test: not measured\n"))
    }

    private func environment(_ folder: TemporaryFolder) -> [String: String] {
        [
            "GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": folder.path("summary"),
            "GITHUB_OUTPUT": folder.path("output"), "GITHUB_PATH": folder.path("path"),
        ]
    }

    @Test("each step of the action does what it says: squall is put into the path, and its verdict is an output")
    func action() throws {
        let folder = try TemporaryFolder()
        let action = packageFolder.appendingPathComponent(".github/actions/squall").path
        let definition = try text("\(action)/action.yml")
        let steps = definition.matches(of: /run: '"\$GITHUB_ACTION_PATH\/([a-z]+)"'/).map { String($0.1) }
        #expect(steps == ["install", "run"])
        // What a cache would have kept.
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("squall"),
            withDestinationPath: try builtProduct("squall")
        )
        var install = Command("\(action)/\(steps[0])")
        install.environment = environment(folder)
        install.environment["SQUALL_FOLDER"] = folder.path("")
        let installed = try install.run(seconds: 300)
        #expect(installed.exitCode == 0 && installed.standardOutput.hasPrefix("squall 0."), "\(installed)")
        let path = try text(folder.path("path")).split(separator: "\n").joined(separator: ":")
        var run = Command("\(action)/\(steps[1])")
        run.environment = environment(folder)
        run.environment["PATH"] = "\(path):\(ProcessInfo.processInfo.environment["PATH"] ?? "")"
        run.environment["SQUALL_COMMAND"] =
            "smoke --serve '\(try builtProduct("iris-server")) --port {port}' -d300ms \\\n --warmup 50ms\n  /health"
        let ended = try run.run()
        #expect(ended.exitCode == 0 && ended.standardOutput.hasSuffix("PASSED  all 4 assertions hold\n"), "\(ended)")
        #expect(try text(folder.path("output")) == "verdict=passed\n")
        #expect(try text(folder.path("summary")).hasPrefix("### Load test: passed\n"))
    }

    @Test("a link to a file that is not there yet is that file")
    func link() throws {
        let folder = try TemporaryFolder()
        let (file, link) = (folder.path("result"), folder.path("link"))
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "result")
        let ended = try squall(["--json", file, "--html", link, "http://a/"])
        #expect(ended.exitCode == 64 && ended.standardError.contains("--html: --json goes to \(link) too"), "\(ended)")
    }

    @Test(
        "what is wrong is said in one sentence, and nothing is written: 64",
        arguments: [
            (["report"], "no result given: name the files that --json wrote"),
            (["report", "x.json"], "what is to be made of it? add --html FILE"),
            (["report", "/nonexistent", "--html", "x"], "/nonexistent: "),
            (["report", "a", "b", "--junit", "x"], "--junit: it takes one result, and there are 2"),
            (["report", predictSpec, "--html", "x.html"], "predict.yaml is not JSON"),
            (
                ["--json", "-", "--csv", "-", "http://a/"],
                "--csv: --json has standard output; name a file for one of them"
            ),
            (
                ["--json", "x", "--csv", "x", "http://a/"],
                "--csv: --json goes to x too; name another file for one of them"
            ),
            (
                ["--json", "x", "--html", "./x", "http://a/"],
                "--html: --json goes to ./x too; name another file for one of them"
            ),
            (
                ["compare", "--hgrm", "x.hgrm", "--csv", "x.control.hgrm", "http://a/", "http://b/"],
                "--csv: --hgrm goes to x.control.hgrm too; name another file for one of them"
            ),
            (
                ["--csv", "x", "--interval-json", "../\(URL(fileURLWithPath: ".").lastPathComponent)/x", "http://a/"],
                "/x is another result's; name a file for one of them"
            ),
            (["report", predictSpec, "--html", predictSpec], "predict.yaml is what is read; name another file"),
            (
                ["-s", predictSpec, "--interval-json", predictSpec, "http://a/"],
                "predict.yaml is what is read; name another file"
            ),
            (["-s", predictSpec, "--json", predictSpec, "http://a/"], "predict.yaml is what is read; name another"),
            (["--html", "/nonexistent/x", "http://a/"], "--html /nonexistent/x: No such file or directory"),
            (["compare", "/nonexistent", "/nonexistent"], "/nonexistent: "),
            (
                ["compare", "a", "b", "--html", "x"],
                "--html: two results are only shown, and not judged; squall report"
            ),
        ]
    )
    func mistakes(words: [String], sentence: String) throws {
        let ended = try squall(words)
        #expect(ended.exitCode == 64 && ended.standardError.contains(sentence), "\(ended)")
        #expect(!FileManager.default.fileExists(atPath: "x") && !FileManager.default.fileExists(atPath: "x.html"))
    }
}
