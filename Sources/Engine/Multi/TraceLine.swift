internal import CCurl
internal import Glibc

/// The header line of a slot that is written anew for each of its requests, and stands before the lines that all slots
/// share.
final class TraceLine {
    private let line: UnsafeMutablePointer<curl_slist>

    init() {
        line = .allocate(capacity: 1)
        line.initialize(to: curl_slist(data: strdup(TraceParent.field), next: nil))
    }

    deinit {
        free(line.pointee.data)
        line.deallocate()
    }

    /// Writes new ids, and puts the line before `headers`.
    ///
    /// - Returns: the list, valid until the next call.
    func lead(
        _ headers: UnsafeMutablePointer<curl_slist>?,
        _ traces: inout TraceParent
    ) -> UnsafeMutablePointer<curl_slist> {
        let value = UnsafeMutableRawPointer(line.pointee.data + TraceParent.valueOffset)
        traces.write(value.assumingMemoryBound(to: UInt8.self))
        line.pointee.next = headers
        return line
    }
}
