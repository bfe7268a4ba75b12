import Foundation
package import Testing

/// Expects `text` to be what the file `name` in the folder `Golden` beside the test holds.
///
/// With `UPDATE_GOLDEN=1` in the environment the file is written instead, to be looked at and committed.
///
/// - Parameter content: what has to be the same, where the same may be written in several ways.
package func expectGolden(
    _ text: String,
    _ name: String,
    comparing content: (String) throws -> String = { $0 },
    testFile: String = #filePath,
    sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let folder = URL(fileURLWithPath: testFile).deletingLastPathComponent().appendingPathComponent("Golden")
    let file = folder.appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
    }
    let expected = (try? String(contentsOf: file, encoding: .utf8)) ?? "(there is no file \(file.path))"
    #expect(
        try content(text) == content(expected),
        "UPDATE_GOLDEN=1 scripts/test writes \(name) anew",
        sourceLocation: sourceLocation
    )
}
