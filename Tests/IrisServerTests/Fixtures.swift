import Foundation
import JSON

/// A file of Fixtures, parsed.
func fixture(_ name: String) throws -> JSONNode {
    let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures")
    let data = try Data(contentsOf: folder.appendingPathComponent(name))
    return try data.withUnsafeBytes { try JSONDocument(parsing: $0).root }
}

extension JSONNode {
    var elements: [JSONNode] { (0..<count).compactMap { self[$0] } }
}
