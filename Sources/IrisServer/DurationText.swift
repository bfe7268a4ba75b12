internal import Glibc

/// A length of time as a user writes it: `200us`, `5ms`, `1.5s`, `1m`.
enum DurationText {
    /// The longest time that is understood, so that sums of a few never overflow.
    static let longest: UInt64 = 24 * 3_600 * 1_000_000_000

    private static let units: [(name: String, nanoseconds: Double)] = [
        ("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3_600e9),
    ]

    /// The nanoseconds that `text` stands for, or nil where it is not a time from 0 to a day.
    static func nanoseconds(_ text: some StringProtocol) -> UInt64? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
        guard let unit = units.first(where: { $0.name == text[digits.endIndex...] }),
            let amount = Double(String(digits)), amount * unit.nanoseconds <= Double(longest)
        else { return nil }
        return UInt64((amount * unit.nanoseconds).rounded())
    }
}
