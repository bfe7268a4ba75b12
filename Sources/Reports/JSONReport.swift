package import FoundationEssentials
package import Statistics

/// The result as JSON, for programs: keys in alphabetical order, so that the same result gives the same bytes.
package enum JSONReport {
    /// The bytes of `result`, ended by a line feed.
    package static func encode(_ result: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(result) + Data([0x0a])
    }

    /// The result in `bytes`.
    ///
    /// - Throws: `DecodingError`, with the key that is missing or wrong.
    package static func decode(_ bytes: Data) throws -> RunResult {
        try JSONDecoder().decode(RunResult.self, from: bytes)
    }
}
