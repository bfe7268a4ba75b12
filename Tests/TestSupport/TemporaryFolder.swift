import Foundation

/// A folder that is deleted with everything in it when the test lets go of it.
package final class TemporaryFolder: Sendable {
    private let folder: String

    package init() throws {
        folder = NSTemporaryDirectory() + "/squall-test-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    deinit { remove() }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    /// The path of a file in the folder.
    package func path(_ name: String) -> String { folder + "/" + name }
}
