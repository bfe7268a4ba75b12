/// Says when the next connection may be opened, so that the queue of a listening socket is not overrun.
///
/// The generic cell rate algorithm (ITU-T I.371): a steady rate, and a burst of what 20 ms of it bring.
struct ConnectPacer {
    /// Nanoseconds between two connections.
    private let interval: UInt64
    /// How far ahead of the steady rate it may be.
    private let tolerance: UInt64
    /// When the next connection would be opened at a steady rate.
    private var due: UInt64 = 0

    /// Connections a second where the user does not say: a server that accepts as slowly as that is a slow one, and
    /// 20 ms of it fit into any queue.
    static let defaultRate = 5000.0

    private static let burst: UInt64 = 20_000_000

    /// - Parameter rate: connections a second, above 0.
    init(rate: Double) {
        interval = UInt64(max(1, (1e9 / rate).rounded()))
        tolerance = ConnectPacer.burst > interval ? ConnectPacer.burst - interval : 0
    }

    /// When the next connection may be opened, in monotonic nanoseconds.
    var next: UInt64 { due > tolerance ? due - tolerance : 0 }

    /// Takes leave to open one at `now`.
    ///
    /// - Returns: whether it may be opened now.
    mutating func take(_ now: UInt64) -> Bool {
        guard next <= now else { return false }
        due = max(due, now) + interval
        return true
    }
}
