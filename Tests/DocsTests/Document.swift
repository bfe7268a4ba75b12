import Foundation

/// A document of the project, by its path from the root of the repository.
struct Document: CustomStringConvertible {
    let path: String

    /// The root of the repository.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Every document.
    static let all: [Document] = {
        let inDocs = FileManager.default.enumerator(atPath: root.appendingPathComponent("Docs").path)
        let paths = (inDocs?.allObjects ?? []).compactMap { $0 as? String }.filter { $0.hasSuffix(".md") }
        return ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(Document.init)
            + paths.sorted().map { Document(path: "Docs/\($0)") }
    }()

    var description: String { path }

    var file: URL { Document.root.appendingPathComponent(path) }

    var text: String {
        get throws { try String(contentsOf: file, encoding: .utf8) }
    }

    /// Where its links lead, without those to other sites.
    var links: [String] {
        get throws {
            try text.matches(of: /\]\(([^)\s]+)\)/).map { String($0.1) }.filter { !$0.contains("://") }
        }
    }

    /// The names by which its headings are linked to, as GitHub makes them.
    var anchors: [String] {
        get throws {
            try text.split(separator: "\n").filter { $0.hasPrefix("#") }.map { line in
                let heading = line.drop { $0 == "#" }.dropFirst().lowercased()
                return String(heading.filter { $0.isLetter || $0.isNumber || " -_".contains($0) })
                    .replacingOccurrences(of: " ", with: "-")
            }
        }
    }

    /// The scripts that it names.
    var scripts: Set<String> {
        get throws { Set(try text.matches(of: /scripts\/[A-Za-z0-9_\/-]+(\.[a-z]+)?/).map { String($0.0) }) }
    }

    /// The command lines of its `sh` blocks that begin with `program`.
    func commands(_ program: String) throws -> [ShellLine] {
        try text.components(separatedBy: "```sh\n").dropFirst().flatMap { block in
            (block.components(separatedBy: "```").first ?? "")
                .replacing(/\\\n */, with: "")
                .split(separator: "\n")
                .filter { $0.hasPrefix("\(program) ") }
                .map { ShellLine(text: String($0)) }
        }
    }
}
