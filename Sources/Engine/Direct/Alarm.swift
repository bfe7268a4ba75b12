/// When a loop's timer goes off: it is set to an earlier time where a wait must end before, and else left as it is.
///
/// A timeout of each wait would set a timer anew in each turn, which costs more than the rest of the call.
struct Alarm {
    /// In monotonic nanoseconds; `.max` where it is not set.
    private(set) var time = UInt64.max

    /// Whether it has to be set to `deadline`, which it is from then on.
    mutating func moves(to deadline: UInt64) -> Bool {
        guard deadline < time else { return false }
        time = deadline
        return true
    }

    mutating func wentOff() {
        time = .max
    }
}
