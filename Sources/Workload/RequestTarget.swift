/// The path and query of a request, exactly as they are sent (RFC 9112, section 3.2.1).
package struct RequestTarget: Equatable, Sendable {
    /// The path with its query; it begins with `/`.
    package let text: String

    /// Takes a path with or without a query; nothing is decoded, encoded or normalised.
    package init(_ text: String) throws(WorkloadError) {
        guard text.utf8.first == UInt8(ascii: "/") else {
            throw WorkloadError("invalid path '\(text)': a path begins with '/'")
        }
        guard !text.utf8.contains(where: { $0 == UInt8(ascii: " ") || $0.isControl }) else {
            throw WorkloadError(
                "invalid path '\(text)': it has a blank or a control character; write %20 for a blank"
            )
        }
        guard !text.utf8.contains(UInt8(ascii: "#")) else {
            throw WorkloadError("invalid path '\(text)': a fragment is never sent; remove it, or write %23 for '#'")
        }
        self.text = text
    }

    private init(checked text: String) {
        self.text = text
    }

    /// The target below `basePath`, which is empty or a path without the `/` at its end.
    func below(_ basePath: String) -> RequestTarget { RequestTarget(checked: basePath + text) }

    /// The path without the query.
    package var path: Substring { text[..<(text.utf8.firstIndex(of: UInt8(ascii: "?")) ?? text.endIndex)] }
}
