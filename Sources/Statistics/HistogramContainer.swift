/// The outer form of an encoded histogram: a cookie, a length and a zlib stream.
enum HistogramContainer {
    /// How long cookie and length are.
    private static let prefixLength = 8
    /// What a compressed histogram of version 2 starts with.
    private static let cookie: UInt32 = 0x1C84_9314

    /// Compresses `body` and puts it into a container.
    static func wrap(_ body: [UInt8]) -> [UInt8] {
        let stream = Zlib.compress(body)
        var bytes: [UInt8] = []
        bytes.appendBigEndian(cookie)
        bytes.appendBigEndian(UInt32(stream.count))
        return bytes + stream
    }

    /// The zlib stream in a container.
    static func stream(in bytes: [UInt8]) throws(HistogramError) -> [UInt8] {
        guard bytes.count >= prefixLength else { throw .truncated(part: .container) }
        let cookie: UInt32 = bytes.bigEndian(at: 0)
        guard cookie == Self.cookie else { throw .cookie(cookie, part: .container) }
        let stream = Array(bytes[prefixLength...])
        let length: UInt32 = bytes.bigEndian(at: 4)
        guard stream.count >= length else { throw .truncated(part: .container) }
        guard stream.count == length else { throw .trailingBytes(part: .container) }
        return stream
    }
}
