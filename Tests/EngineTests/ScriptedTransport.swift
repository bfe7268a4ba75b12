import Statistics

@testable import Engine

/// A transport in memory with a clock of its own: what each request meets is told by a function.
final class ScriptedTransport: Transport {
    /// What a request meets; times are nanoseconds.
    enum Reply {
        case answer(after: UInt64, status: Int = 200)
        case breakOff(after: UInt64, ErrorKind = .read)
        case refuse
        case silence
        /// The connection takes a while, then the answer does.
        case connect(UInt64, thenAnswerAfter: UInt64)
    }

    /// The time, which goes on by `readTime` whenever it is read.
    var now: UInt64 {
        time += readTime
        return time
    }

    private(set) var time: UInt64 = 1_000_000_000
    /// Each request that was sent: when and on which slot.
    private(set) var sends: [(at: UInt64, slot: Int, request: Int)] = []
    private(set) var cancelled: [Int] = []
    private(set) var isFinished = false
    private(set) var polls = 0
    private let sendTime: UInt64
    private let readTime: UInt64
    private let stall: Range<UInt64>
    private let reply: (_ number: Int, _ now: UInt64) -> Reply
    private var due: [(at: UInt64, event: TransportEvent)] = []
    private var buffer: UnsafeMutableBufferPointer<TransportEvent> = .allocate(capacity: 0)

    /// - Parameters:
    ///   - sendTime: how long it takes to send a request.
    ///   - readTime: how long it takes to read the clock.
    ///   - stall: a time in which nobody wakes from waiting.
    ///   - reply: what the request with this running number meets at this time.
    init(
        sendTime: UInt64 = 0,
        readTime: UInt64 = 0,
        stall: Range<UInt64> = 0..<0,
        _ reply: @escaping (_ number: Int, _ now: UInt64) -> Reply
    ) {
        self.sendTime = sendTime
        self.readTime = readTime
        self.stall = stall
        self.reply = reply
    }

    deinit {
        buffer.deallocate()
    }

    let longestHold: UInt64 = 12_000

    func begin() {}

    func send(_ request: Int, on slot: Int) -> UInt64 {
        time += sendTime
        sends.append((time, slot, request))
        switch reply(sends.count - 1, time) {
        case .answer(let delay, let status):
            answer(slot, status, sentAt: time, after: delay)
        case .breakOff(let delay, let kind):
            due.append((time + delay, .broken(slot: slot, .system(kind, 104))))
        case .refuse:
            due.append((time, .notSent(slot: slot, .system(.connect, 111))))
            return 0
        case .silence:
            break
        case .connect(let delay, let wait):
            let handshake = Handshake(connectNanoseconds: delay, tlsNanoseconds: 0)
            due.append((time + delay, .connected(slot: slot, handshake)))
            due.append((time + delay, .sent(slot: slot, at: time + delay)))
            answer(slot, 200, sentAt: time + delay, after: wait)
            return 0
        }
        return time
    }

    func send(_: MadeRequest, on slot: Int) -> UInt64 {
        send(0, on: slot)
    }

    func head(of _: Answer, on _: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: nil, count: 0)
    }

    private func answer(_ slot: Int, _ status: Int, sentAt: UInt64, after delay: UInt64) {
        let end = sentAt + delay
        let answer = Answer(status: status, sentAt: sentAt, firstByteAt: end, lastByteAt: end, bytes: 100)
        due.append((end, .answered(slot: slot, answer)))
    }

    func unanswered(on slot: Int) -> Int { 1 }

    func cancel(_ slot: Int) -> Bool {
        guard !due.contains(where: { $0.at <= time && $0.event.ends(slot) }) else { return false }
        due.removeAll { $0.event.ends(slot) }
        cancelled.append(slot)
        return true
    }

    func wait(until deadline: UInt64) -> UnsafeBufferPointer<TransportEvent> {
        polls += 1
        time = max(time, min(due.map(\.at).min() ?? .max, deadline))
        if stall.contains(time) { time = stall.upperBound }
        let ready = due.filter { $0.at <= time }
        due.removeAll { $0.at <= time }
        buffer.deallocate()
        buffer = .allocate(capacity: ready.count)
        _ = buffer.initialize(from: ready.map(\.event))
        return UnsafeBufferPointer(buffer)
    }

    func finish() {
        isFinished = true
    }

    func body(of _: Answer, on _: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: nil, count: 0)
    }
}

extension TransportEvent {
    /// Whether it ends the request of `slot`.
    fileprivate func ends(_ slot: Int) -> Bool {
        switch self {
        case .answered(slot, _), .broken(slot, _), .notSent(slot, _): true
        default: false
        }
    }
}
