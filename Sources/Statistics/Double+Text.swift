extension Double {
    /// The number in a sentence, with so many decimals at most, and no exponent where it is of use to people.
    package func text(decimals: Int) -> String {
        let factor = (0..<decimals).reduce(1.0) { factor, _ in factor * 10 }
        let scaled = (self * factor).rounded()
        guard abs(scaled) < 1e15 else { return "\(self)" }
        let digits = "\(Int(scaled.magnitude))"
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        var decimal = Substring(padded.suffix(decimals))
        while decimal.last == "0" { decimal.removeLast() }
        return (scaled < 0 ? "-" : "") + padded.dropLast(decimals) + (decimal.isEmpty ? "" : ".\(decimal)")
    }
}
