import Foundation
import Testing

@testable import squall

/// Documents don't rot: what they link to exists, and what they tell to type works.
@Suite struct DocumentsTests {
    @Test("links lead to files and headings that exist", arguments: Document.all)
    func links(document: Document) throws {
        for link in try document.links {
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let folder = (document.path as NSString).deletingLastPathComponent as NSString
            let target = Document(path: parts[0].isEmpty ? document.path : folder.appendingPathComponent(parts[0]))
            #expect(FileManager.default.fileExists(atPath: target.file.path), "\(link)")
            if parts.count == 2 { #expect(try target.anchors.contains(parts[1]), "\(link)") }
        }
    }

    @Test("scripts exist and can be run", arguments: Document.all)
    func scripts(document: Document) throws {
        for script in try document.scripts {
            let path = Document.root.appendingPathComponent(script).path
            #expect(FileManager.default.fileExists(atPath: path), "\(script)")
            // What has an ending is a part of a script.
            if !script.contains(".") { #expect(FileManager.default.isExecutableFile(atPath: path), "\(script)") }
        }
    }

    @Test("squall takes every command line of an sh block", arguments: Document.all)
    func commandLines(document: Document) throws {
        for line in try document.commands("squall") {
            #expect(throws: Never.self, "\(line.text)") {
                let arguments = try Arguments(line.words.map(found))
                if let file = arguments.last(.checkSpec) {
                    _ = try RequestParts.readSpec(file)
                } else if arguments.command == .report {
                    _ = try OptionValues(arguments)
                } else if arguments.command == .compare {
                    _ = try CompareOptions(arguments)
                } else {
                    _ = try Options(arguments)
                }
            }
        }
    }

    @Test("the command line's document has every option", arguments: Arguments.Option.allCases)
    func options(option: Arguments.Option) throws {
        let names = (option.letter.map { "`-\($0)`, " } ?? "") + "`\(option.name)` |"
        #expect(try Document(path: "Docs/CommandLine.md").text.contains("| \(names)"))
    }

    @Test("there are links, scripts and command lines to look at")
    func something() throws {
        #expect(try Document.all.flatMap { try $0.links }.count > 20)
        #expect(try Document.all.reduce(into: Set()) { $0.formUnion(try $1.scripts) }.count > 5)
        #expect(try Document.all.flatMap { try $0.commands("squall") }.count > 5)
    }

    @Test(
        "command lines are split as a shell splits them",
        arguments: [
            ("squall -c1  http://h/", ["squall", "-c1", "http://h/"]),
            ("squall --body '{\"a b\": 1}' ''", ["squall", "--body", "{\"a b\": 1}", ""]),
            ("squall -H \"A: b\"c x#y # z", ["squall", "-H", "A: bc", "x#y"]),
            ("squall --json - 2>/dev/null | jq .", ["squall", "--json", "-"]),
            ("squall -n 2 >out", ["squall", "-n", "2"]), ("squall a; b", ["squall", "a"]),
        ]
    )
    func splitting(line: String, words: [String]) {
        #expect(ShellLine(text: line).words == words)
    }

    /// The whole path where `word` names a file of the repository, since tests run anywhere.
    private func found(_ word: String) -> String {
        let path = Document.root.appendingPathComponent(word).path
        return FileManager.default.fileExists(atPath: path) ? path : word
    }
}
