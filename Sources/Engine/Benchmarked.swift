package import Workload

/// Functions on the path of a request, called many times over for `scripts/bench --budgets`.
///
/// The loops are here and not in the program that counts their instructions, because a call from another module is
/// compiled differently: here the functions are specialised and inlined as they are where a run uses them. Each loop
/// returns a sum to which every call adds, so that the compiler cannot leave one out.
package enum Benchmarked {
    /// Asks a pacer four times as often for a connection as its rate allows.
    package static func paceConnections(_ iterations: Int) -> UInt64 {
        var pacer = ConnectPacer(rate: 1000)
        var (now, taken) = (UInt64(1_000_000_000), UInt64(0))
        for _ in 0..<iterations {
            now &+= 250_000
            if pacer.take(now) { taken &+= 1 }
        }
        return taken
    }

    /// Makes the bytes of `request`.
    package static func render(_ request: Request, hostHeader: String, _ iterations: Int) -> UInt64 {
        var bytes: UInt64 = 0
        for _ in 0..<iterations {
            let rendered = RenderedRequest(request, hostHeader: hostHeader, keepsAlive: true)
            bytes &+= UInt64(rendered.bytes.count)
        }
        return bytes
    }

    /// Copies `request` with a `traceparent` of its own.
    package static func trace(_ request: [UInt8], _ iterations: Int) -> UInt64 {
        var traces = TraceParent(seed: 1)
        var traced = ByteBuffer()
        var bytes: UInt64 = 0
        request.withUnsafeBytes { request in
            for _ in 0..<iterations {
                traced.empty()
                traces.append(request, to: &traced)
                bytes &+= UInt64(traced.bytes.count)
            }
        }
        return bytes
    }

    /// Parses `answer`, which is whole, in one piece, its head known from the last time.
    ///
    /// - Returns: the sum of the bytes that the parser counted.
    package static func recall(_ answer: [UInt8], _ iterations: Int) -> UInt64 {
        // In a run the parser lies in memory too, with the connection that it belongs to.
        let parser = UnsafeMutablePointer<ResponseParser>.allocate(capacity: 1)
        parser.initialize(to: ResponseParser())
        defer { parser.deallocate() }
        var bytes: UInt64 = 0
        var head = RecurringHead()
        answer.withUnsafeBytes { piece in
            for _ in 0..<iterations { bytes &+= parse(piece, parser, &head) }
        }
        return bytes
    }

    /// The same, but with another head each time: `digit` is where it changes.
    package static func parse(_ answer: [UInt8], changing digit: Int, _ iterations: Int) -> UInt64 {
        let parser = UnsafeMutablePointer<ResponseParser>.allocate(capacity: 1)
        parser.initialize(to: ResponseParser())
        defer { parser.deallocate() }
        var bytes: UInt64 = 0
        var head = RecurringHead()
        var answer = answer
        answer.withUnsafeMutableBytes { changed in
            for _ in 0..<iterations {
                changed[digit] ^= 1
                bytes &+= parse(UnsafeRawBufferPointer(changed), parser, &head)
            }
        }
        return bytes
    }

    @inline(__always)
    private static func parse(
        _ piece: UnsafeRawBufferPointer,
        _ parser: UnsafeMutablePointer<ResponseParser>,
        _ head: inout RecurringHead
    ) -> UInt64 {
        var position = 0
        parser.pointee.begin(isHead: false, wantsBody: false)
        let action = parser.pointee.parse(piece, from: &position, recalling: &head)
        precondition(action == .complete && position == piece.count, "the answer is not whole")
        return UInt64(parser.pointee.bytes)
    }
}
