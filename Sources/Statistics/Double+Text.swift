extension Double {
    /// The number in a sentence, with so many decimals at most.
    package func text(decimals: Int) -> String {
        let factor = (0..<decimals).reduce(1.0) { factor, _ in factor * 10 }
        let number = (self * factor).rounded() / factor
        return number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
}
