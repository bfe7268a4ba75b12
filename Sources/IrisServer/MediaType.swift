internal import Glibc

/// Whether a Content-Type says that the body is JSON, as FastAPI decides it.
enum MediaType {
    /// True for `application/json`, for `application/` with a subtype ending in `+json`, and where no type is given.
    static func isJSON(_ contentType: UnsafeRawBufferPointer?) -> Bool {
        guard let contentType, !contentType.isEmpty else { return true }
        if contentType.count == plain.utf8CodeUnitCount, let base = contentType.baseAddress,
            memcmp(base, plain.utf8Start, contentType.count) == 0
        {
            return true
        }
        let type = String(decoding: contentType.prefix { $0 != UInt8(ascii: ";") }, as: UTF8.self)
            .split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
        let parts = type.split(separator: "/", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[0] == "application" && (parts[1] == "json" || parts[1].hasSuffix("+json"))
    }

    private static let plain: StaticString = "application/json"
}
