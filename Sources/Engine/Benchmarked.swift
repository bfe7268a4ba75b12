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

    /// Parses `answer`, which is whole, in one piece.
    ///
    /// - Parameter recalls: whether its head is known from the last time.
    /// - Returns: the sum of the bytes that the parser counted.
    package static func parse(_ answer: [UInt8], recalls: Bool, _ iterations: Int) -> UInt64 {
        // In a run the parser lies in memory too, with the connection that it belongs to.
        let parser = UnsafeMutablePointer<ResponseParser>.allocate(capacity: 1)
        parser.initialize(to: ResponseParser())
        defer { parser.deallocate() }
        var bytes: UInt64 = 0
        var head = RecurringHead()
        answer.withUnsafeBytes { piece in
            for _ in 0..<iterations {
                var position = 0
                parser.pointee.begin(isHead: false, wantsBody: false)
                let action =
                    recalls
                    ? parser.pointee.parse(piece, from: &position, recalling: &head)
                    : parser.pointee.parse(piece, from: &position)
                precondition(action == .complete && position == piece.count, "the answer is not whole")
                bytes &+= UInt64(parser.pointee.bytes)
            }
        }
        return bytes
    }
}
