internal import CZlib

/// zlib streams (RFC 1950) in memory.
enum Zlib {
    /// `bytes` as a zlib stream.
    static func compress(_ bytes: [UInt8]) -> [UInt8] {
        let capacity = Int(compressBound(uLong(bytes.count)))
        return [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
            var length = uLongf(capacity)
            let status = compress2(buffer.baseAddress, &length, bytes, uLong(bytes.count), Z_DEFAULT_COMPRESSION)
            precondition(status == Z_OK, "zlib ran out of memory")
            count = Int(length)
        }
    }

    /// The first `limit` bytes that `stream` stands for, or all if there are fewer, and whether that is all.
    ///
    /// Never makes more than `limit` bytes, whatever the stream would expand to.
    static func decompress(_ stream: [UInt8], limit: Int) throws(HistogramError) -> (bytes: [UInt8], isWhole: Bool) {
        var status = Z_OK
        var consumed = uLong(stream.count)
        let bytes = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var length = uLongf(limit)
            status = uncompress2(buffer.baseAddress, &length, stream, &consumed)
            count = Int(length)
        }
        guard status == Z_OK || status == Z_BUF_ERROR else { throw .zlib }
        guard status == Z_BUF_ERROR || consumed == stream.count else { throw .trailingBytes(part: .container) }
        return (bytes, status == Z_OK)
    }
}
