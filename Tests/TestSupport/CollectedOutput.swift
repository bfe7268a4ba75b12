import Foundation

/// Reads a descriptor to its end on a thread of its own and closes it.
///
/// `@unchecked`: the stored variables are used while `condition` is locked only.
final class CollectedOutput: @unchecked Sendable {
    private let condition = NSCondition()
    private var bytes: [UInt8] = []
    private var hasEnded = false
    private var linesSeen = 0

    init(descriptor: Int32) {
        Thread.detachNewThread { self.collect(from: descriptor) }
    }

    /// What came until now.
    var soFar: String { condition.withLock { String(decoding: bytes, as: UTF8.self) } }

    /// All that came, once the other end is closed.
    func waitForEnd() -> String {
        condition.withLock {
            while !hasEnded { condition.wait() }
            return String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The next whole line that `matches`, or nil when the deadline or the end comes first.
    func waitForLine(until deadline: Date, where matches: (String) -> Bool) -> String? {
        condition.withLock {
            while true {
                let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).dropLast()
                while linesSeen < lines.count {
                    let line = String(decoding: lines[linesSeen], as: UTF8.self)
                    linesSeen += 1
                    if matches(line) { return line }
                }
                if hasEnded || !condition.wait(until: deadline) { return nil }
            }
        }
    }

    private func collect(from descriptor: Int32) {
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            condition.withLock {
                if count > 0 { bytes += chunk[..<count] } else { hasEnded = true }
                condition.broadcast()
            }
            if count <= 0 { break }
        }
        close(descriptor)
    }
}
