internal import Glibc

/// What a comparison can see.
package enum DetectableChange {
    /// The change, as a part of the baseline, that an interval of this half width finds four times out of five.
    ///
    /// - Parameters:
    ///   - halfWidth: in logarithms.
    ///   - alpha: the level of the interval.
    package static func change(halfWidth: Double, alpha: Double) -> Double {
        expm1(halfWidth * (1 + Normal.quantile(0.8) / Normal.quantile(1 - alpha / 2)))
    }

    /// How many rounds it would take to find `change`, where `rounds` can find `detectable`.
    package static func rounds(_ rounds: Int, detecting detectable: Double, for change: Double) -> Int {
        let ratio = log1p(detectable) / log1p(change)
        return Int(min(1e9, (Double(rounds) * ratio * ratio).rounded(.up)))
    }
}
