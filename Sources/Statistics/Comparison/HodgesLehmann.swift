/// The middle of differences and the interval that has the true one in it: Hodges and Lehmann (1963), with Tukey's interval
/// of Walsh averages, which is the inverse of the signed-rank test.
package struct HodgesLehmann: Equatable, Sendable {
    /// The median of the means of all pairs.
    package let estimate: Double
    /// The interval at the level that was asked for; nil where there are too few differences for it.
    package let interval: ClosedRange<Double>?

    /// - Parameters:
    ///   - differences: at least one.
    ///   - alpha: the chance that the interval has not got the true difference in it.
    package init(_ differences: [Double], alpha: Double) {
        var means: [Double] = []
        means.reserveCapacity(differences.count * (differences.count + 1) / 2)
        for (index, first) in differences.enumerated() {
            for second in differences[index...] { means.append((first + second) / 2) }
        }
        means.sort()
        let middle = means.count / 2
        estimate = means.count % 2 == 1 ? means[middle] : (means[middle - 1] + means[middle]) / 2
        interval = SignedRank.criticalValue(count: differences.count, alpha: alpha).map {
            means[$0]...means[means.count - 1 - $0]
        }
    }
}
