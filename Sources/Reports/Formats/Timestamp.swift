internal import Glibc

/// A moment as results state it: RFC 3339, UTC, `2026-09-01T10:00:00.000Z`.
struct Timestamp {
    /// Whole seconds since 1970.
    let seconds: Int
    /// What is above them, 0 to 999.
    let milliseconds: Int
    private let parts: tm

    /// Reads `text`; nil where it is not of that form.
    init?(_ text: String) {
        let characters = Array(text.utf8)
        guard let fields = Timestamp.fields(characters), characters.last == UInt8(ascii: "Z") else { return nil }
        var parts = tm()
        parts.tm_year = Int32(fields[0] - 1900)
        parts.tm_mon = Int32(fields[1] - 1)
        parts.tm_mday = Int32(fields[2])
        parts.tm_hour = Int32(fields[3])
        parts.tm_min = Int32(fields[4])
        parts.tm_sec = Int32(fields[5])
        seconds = timegm(&parts)
        milliseconds = Timestamp.milliseconds(characters.dropFirst(19).dropLast())
        self.parts = parts
    }

    /// Year, month, day, hour, minute and second; nil where a digit is missing, or a number is too large.
    private static func fields(_ text: [UInt8]) -> [Int]? {
        let form = Array("0000-00-00T00:00:00".utf8)
        let isOfForm = zip(text, form).allSatisfy { found, wanted in
            wanted == UInt8(ascii: "0") ? isDigit(found) : found == wanted
        }
        guard text.count > form.count, isOfForm else { return nil }
        let fields = text.prefix(form.count).split { !isDigit($0) }.map(number)
        let ranges = [1970...9999, 1...12, 1...31, 0...23, 0...59, 0...60]
        return zip(fields, ranges).allSatisfy { $1.contains($0) } ? fields : nil
    }

    private static func milliseconds(_ fraction: ArraySlice<UInt8>) -> Int {
        let digits = fraction.dropFirst().prefix(3)
        guard fraction.first == UInt8(ascii: "."), digits.count == 3, digits.allSatisfy(isDigit) else { return 0 }
        return number(digits)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int {
        digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    private static func isDigit(_ character: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character)
    }

    /// As XML Schema's `dateTime` without zone and fraction: `2026-09-01T10:00:00`.
    var withoutZone: String { text("%Y-%m-%dT%H:%M:%S") }

    /// As Java's `Date` prints it: `Tue Sep 01 10:00:00 UTC 2026`.
    var words: String { text("%a %b %d %H:%M:%S UTC %Y") }

    /// Seconds since 1970 with three decimals.
    var secondsText: String { "\(seconds).\(String(milliseconds + 1000).dropFirst())" }

    private func text(_ format: String) -> String {
        var parts = parts
        var buffer = [CChar](repeating: 0, count: 64)
        let length = strftime(&buffer, buffer.count, format, &parts)
        return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
