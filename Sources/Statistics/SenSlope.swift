/// The slope of a series whose outliers do not count: the median of the slopes between all pairs of its values (Theil 1950,
/// Sen 1968).
enum SenSlope {
    /// The slopes between all pairs of values that are there, in steps of the series.
    static func slopes(_ series: [Double?]) -> [Double] {
        var slopes: [Double] = []
        for (low, first) in series.enumerated() {
            guard let first else { continue }
            for high in series.indices.dropFirst(low + 1) {
                if let last = series[high] { slopes.append((last - first) / Double(high - low)) }
            }
        }
        return slopes
    }
}
