internal import Glibc

/// The head that an answer began with last, and the parser behind it: the answers to a request mostly have the same head
/// until the second of its `Date` is over, and comparing costs a tenth of reading.
struct RecurringHead: ~Copyable {
    private let bytes = UnsafeMutableRawPointer.allocate(byteCount: RecurringHead.capacity, alignment: 64)
    /// How many bytes it has; 0 before the first.
    private var count = 0
    private var parser = ResponseParser()

    /// A longer head is read each time.
    static let capacity = 1024

    deinit {
        bytes.deallocate()
    }

    /// Whether the answer that begins at `position` of `piece` has this head, and `other` began as the parser of this
    /// one did; `other` is behind the head then.
    @inline(__always)
    func recall(_ other: inout ResponseParser, _ piece: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
        guard count > 0, piece.count &- position >= count, let base = piece.baseAddress,
            other.isHead == parser.isHead, other.wantsBody == parser.wantsBody,
            memcmp(base + position, bytes, count) == 0
        else { return false }
        other = parser
        position &+= count
        return true
    }

    /// Keeps the bytes of a whole head, and the parser that has read them and no more.
    mutating func remember(_ head: UnsafeRawBufferPointer, _ parser: ResponseParser) {
        guard head.count <= RecurringHead.capacity, let base = head.baseAddress else { return }
        memcpy(bytes, base, head.count)
        count = head.count
        self.parser = parser
    }
}

extension ResponseParser {
    /// As `parse` does, but does not read a head again that is the one `head` has, and keeps in it the one that is read.
    mutating func parse(
        _ piece: UnsafeRawBufferPointer,
        from position: inout Int,
        recalling head: inout RecurringHead
    ) -> Action {
        if isUntouched, let violation = readHead(piece, from: &position, recalling: &head) { return .failed(violation) }
        return parse(piece, from: &position)
    }

    /// Reads the head alone, as far as `piece` has it.
    ///
    /// - Returns: what is wrong with it; nil if nothing is.
    @inline(__always)
    mutating func readHead(
        _ piece: UnsafeRawBufferPointer,
        from position: inout Int,
        recalling head: inout RecurringHead
    ) -> HTTPViolation? {
        guard isUntouched else { return parseHead(piece, &position) }
        guard !head.recall(&self, piece, &position) else { return nil }
        let start = position
        if let violation = parseHead(piece, &position) { return violation }
        if !isWithinHead { head.remember(UnsafeRawBufferPointer(rebasing: piece[start..<position]), self) }
        return nil
    }

    private mutating func parseHead(_ piece: UnsafeRawBufferPointer, _ position: inout Int) -> HTTPViolation? {
        guard let bytes = piece.assumingMemoryBound(to: UInt8.self).baseAddress else { return nil }
        do throws(HTTPViolation) {
            while position < piece.count, isWithinHead { _ = try advanceHead(bytes, &position, piece.count) }
            return nil
        } catch {
            state = .failed
            return error
        }
    }

    /// Whether the head has not ended, or not begun.
    var isWithinHead: Bool { state.rawValue <= State.headLineFeed.rawValue }
}
