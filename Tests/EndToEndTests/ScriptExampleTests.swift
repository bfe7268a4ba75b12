import Foundation
import TestSupport
import Testing

/// The scripts of the documentation.
@Suite(.timeLimit(.minutes(20))) struct ScriptExampleTests {
    private static let documented: [String] = {
        let document = packageFolder.appendingPathComponent("Docs/Scripting.md")
        let text = (try? String(contentsOf: document, encoding: .utf8)) ?? ""
        return text.components(separatedBy: "```lua\n").dropFirst().compactMap {
            $0.components(separatedBy: "```").first
        }
    }()

    @Test("each script of the documentation runs", arguments: documented)
    func documentation(text: String) throws {
        #expect(ScriptExampleTests.documented.count >= 10)
        let folder = try TemporaryFolder()
        let file = folder.path("script.lua")
        try text.write(toFile: file, atomically: true, encoding: .utf8)
        let server = try NginxServer { port in
            "listen 127.0.0.1:\(port); location / { add_header X-Token secret; return 200 hello; }"
        }
        let url = "http://127.0.0.1:\(server.port)/"
        let ended = try squall(["-t2", "-c2", "-d300ms", "-s", file, url, "--", "word"])
        #expect(ended.exitCode == 0 && ended.complaints.isEmpty, "\(ended)")
    }

    @Test("the example of the documentation prints each answer that is not 200")
    func example() throws {
        try IrisProcess.run(["--fail-rate", "0.2"]) { server in
            let arguments = ["-t1", "-c1", "-n100", "-s", "Docs/examples/wrk_script.lua", server.url + "/predict"]
            let ended = try Command(try builtProduct("squall"), arguments).run()
            let lines = ended.standardOutput.split(separator: "\n")
            let errors = lines.filter { $0 == "Error: 500" }.count
            #expect(ended.exitCode == 0 && errors > 0)
            #expect(lines.contains("  Non-2xx or 3xx responses: \(errors)"))
            #expect(lines.filter { $0.hasPrefix("Error") }.count == errors)
        }
    }
}
