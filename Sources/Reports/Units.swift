internal import Glibc

/// wrk's way to write numbers (units.c): a value with two digits and a unit, and the columns they stand in.
///
/// A value moves to the next unit when it reaches 0.85 of it, so 850 µs are `0.85ms`. The last unit of each table is
/// never reached, in wrk as here.
enum Units {
    // wrk calculates in C's long double, whose digits differ from Double's in half of the ties: 855 µs are `0.86ms`.
    // On x86-64 that is Float80; on other machines wrk prints other last digits too.
    #if arch(x86_64)
    typealias Real = Float80
    private static let conversion = "Lf"
    #else
    typealias Real = Double
    private static let conversion = "f"
    #endif

    /// A latency or a run time, from nanoseconds: `12.35us`, `1.41s`, `60.00m`.
    static func time(nanoseconds: Real) -> String {
        let microseconds = nanoseconds / 1000
        if microseconds >= 1_000_000 {
            return scaled(microseconds / 1_000_000, by: 60, units: ["s", "m", "h"], decimals: 2)
        }
        return scaled(microseconds, by: 1000, units: ["us", "ms", "s"], decimals: 2)
    }

    /// The duration of a test, from whole seconds: `30s`, `2m`.
    static func duration(seconds: Real) -> String {
        scaled(seconds, by: 60, units: ["s", "m", "h"], decimals: 0)
    }

    /// A plain number: `849.00`, `12.35k`.
    static func metric(_ value: Real) -> String {
        scaled(value, by: 1000, units: ["", "k", "M", "G", "T", "P"], decimals: 2)
    }

    /// A number of bytes, to be followed by `B`: `1.50K`.
    static func binary(_ value: Real) -> String {
        scaled(value, by: 1024, units: ["", "K", "M", "G", "T", "P"], decimals: 2)
    }

    /// A column of `width`: right-aligned, cut to fit, and blanks in place of the letters that the unit lacks.
    static func column(_ text: String, width: Int) -> String {
        let lettersAtEnd = text.reversed().prefix(2).prefix { $0.isLetter }.count
        let blanks = 2 - lettersAtEnd
        let kept = String(text.prefix(width - blanks))
        return padded(kept, to: width - blanks) + String(repeating: " ", count: blanks)
    }

    /// `text` with blanks before it up to `width`.
    static func padded(_ text: String, to width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// `value` with `decimals` digits after the point, rounded as C's printf does.
    static func fixed(_ value: Real, decimals: Int) -> String {
        var buffer = [CChar](repeating: 0, count: 64)
        _ = withVaList([value]) { vsnprintf(&buffer, buffer.count, "%.\(decimals)\(conversion)", $0) }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func scaled(_ value: Real, by step: Real, units: [String], decimals: Int) -> String {
        // In double, as in wrk: 1024 × 0.85 is not the same number in long double.
        let threshold = Real(Double(step) * 0.85)
        var amount = value
        var unit = 0
        while amount >= threshold, unit + 2 < units.count {
            amount /= step
            unit += 1
        }
        return fixed(amount, decimals: decimals) + units[unit]
    }
}
