/// Quantiles of few values.
enum Quantile {
    /// The quantile by linear interpolation between values (type 7 of Hyndman and Fan 1996); 0 without any.
    ///
    /// - Parameter share: from 0 to 1.
    static func type7(_ values: [Double], _ share: Double) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let place = share * Double(sorted.count - 1)
        let below = Int(place)
        guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
        return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
    }
}
