internal import Glibc

/// The normal distribution.
package enum Normal {
    /// The value below which a share of it lies, which is above 0 and below 1.
    package static func quantile(_ share: Double) -> Double {
        guard share != 0.5 else { return 0 }
        // By symmetry, so that small shares keep their digits.
        guard share < 0.5 else { return -quantile(1 - share) }
        var (low, high) = (-40.0, 0.0)
        // Halving is slow and cannot miss; 100 times leave nothing of 40.
        for _ in 0..<100 {
            let middle = (low + high) / 2
            if erfc(-middle / 2.0.squareRoot()) / 2 < share { low = middle } else { high = middle }
        }
        return (low + high) / 2
    }
}
