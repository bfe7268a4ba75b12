/// The parts of a number with a unit, split as wrk splits it: blanks, a plus sign, digits, blanks, a unit.
///
/// wrk scans with `sscanf("%lu%2s")` (src/units.c). Unlike it, this takes decimals, refuses a minus sign, which wrk
/// turns into a huge number, and refuses a second word, which wrk ignores.
struct ScannedNumber {
    /// The digits before the point; never empty.
    let whole: Substring
    /// The digits after the point; nil without a point.
    let fraction: Substring?
    /// The unit in lower case, or nothing.
    let unit: String

    /// Splits `text`, or returns nil where it does not begin with a number.
    init?(_ text: String) {
        // The blanks of isspace() in the C locale.
        let blanks: Set<Character> = [" ", "\t", "\n", "\u{B}", "\u{C}", "\r", "\r\n"]
        var rest = text.drop(while: blanks.contains)
        if rest.first == "+" { rest = rest.dropFirst() }
        whole = rest.prefix(while: Self.isDigit)
        guard !whole.isEmpty else { return nil }
        rest = rest[whole.endIndex...]
        if rest.first == "." {
            let digits = rest.dropFirst().prefix(while: Self.isDigit)
            guard !digits.isEmpty else { return nil }
            fraction = digits
            rest = rest[digits.endIndex...]
        } else {
            fraction = nil
        }
        rest = rest.drop(while: blanks.contains)
        while let last = rest.last, blanks.contains(last) { rest.removeLast() }
        unit = rest.lowercased()
    }

    /// The number without its unit; nil where it is too large.
    var value: Double? { Double("\(whole).\(fraction ?? "0")").flatMap { $0.isFinite ? $0 : nil } }

    private static func isDigit(_ character: Character) -> Bool { character.isASCII && character.isNumber }
}
