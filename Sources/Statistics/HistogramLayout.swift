/// How a histogram divides a range of values into counters: the geometry of HdrHistogram.
///
/// Values lie in buckets. Every bucket reaches twice as far as the one before with counters twice as wide, so that
/// a counter is never wider than a value's last kept digit. With `lowest` 1 and 2 digits:
///
///     bucket 0   0   1   2 …  127 | 128  129 …  255     256 counters, 1 wide
///     bucket 1                    | 256  258 …  510     128 counters, 2 wide
///     bucket 2                    | 512  516 … 1020     128 counters, 4 wide
///
/// The lower half of a later bucket is the bucket before it, so only its upper half has counters of its own.
public struct HistogramLayout: Sendable, Equatable {
    /// The smallest value that is told apart from 0.
    package let lowest: UInt64
    /// The largest value that is counted where it belongs; `Histogram` clamps larger ones to it.
    @usableFromInline package let highest: UInt64
    /// Decimal digits that are kept of every value, 1 to 5.
    package let digits: Int

    /// Bits below the width of the narrowest counter: the logarithm of `lowest`, rounded down.
    @usableFromInline let unitMagnitude: Int
    /// The logarithm of the number of counters in half a bucket.
    @usableFromInline let halfMagnitude: Int
    /// The bits that values of bucket 0 are made of.
    @usableFromInline let firstBucketMask: UInt64

    /// Nanoseconds up to one hour with 3 digits, for latencies: 33,792 counters, 264 KiB.
    package static let nanoseconds = HistogramLayout(validLowest: 1, highest: hourInNanoseconds, digits: 3)

    /// Nanoseconds up to one hour with 2 digits, for one row per second: 4,608 counters, 36 KiB.
    package static let coarseNanoseconds = HistogramLayout(validLowest: 1, highest: hourInNanoseconds, digits: 2)

    private static let hourInNanoseconds: UInt64 = 3_600_000_000_000

    /// Makes a layout, or throws if HdrHistogram knows no such geometry.
    ///
    /// The largest, 1 to 2^63 - 1 with 5 digits, has 6.2 million counters, 47 MiB.
    package init(lowest: UInt64, highest: UInt64, digits: Int) throws(HistogramError) {
        guard
            (1...5).contains(digits), lowest >= 1, lowest <= highest / 2, highest <= UInt64(Int64.max),
            Self.magnitude(of: lowest) + Self.halfMagnitude(digits: digits) <= 61
        else { throw .geometry(lowest: lowest, highest: highest, digits: digits) }
        self.init(validLowest: lowest, highest: highest, digits: digits)
    }

    private init(validLowest lowest: UInt64, highest: UInt64, digits: Int) {
        self.lowest = lowest
        self.highest = highest
        self.digits = digits
        unitMagnitude = Self.magnitude(of: lowest)
        halfMagnitude = Self.halfMagnitude(digits: digits)
        firstBucketMask = ((2 << UInt64(halfMagnitude)) - 1) << UInt64(unitMagnitude)
    }

    /// How many buckets it takes to reach `highest`.
    package var bucketCount: Int {
        max(1, Self.magnitude(of: highest) + 1 - unitMagnitude - halfMagnitude)
    }

    /// How many counters a bucket spans, those it shares with the buckets before it included.
    package var countersPerBucket: Int { 2 << halfMagnitude }

    /// How many counters a histogram of this layout has.
    package var counterCount: Int { (bucketCount + 1) << halfMagnitude }

    private static func magnitude(of value: UInt64) -> Int { UInt64.bitWidth - 1 - value.leadingZeroBitCount }

    /// Bucket 0 has the first power of two that gives two counters to each step of the last digit.
    private static func halfMagnitude(digits: Int) -> Int {
        let steps: UInt64 = [20, 200, 2_000, 20_000, 200_000][digits - 1]
        return magnitude(of: steps - 1)
    }

    // MARK: - From values to counters

    /// The counter that `value` belongs to; beyond `counterCount` for values that no counter reaches.
    @inlinable
    package func index(of value: UInt64) -> Int {
        let bits = UInt64.bitWidth &- (value | firstBucketMask).leadingZeroBitCount
        let bucket = bits &- unitMagnitude &- halfMagnitude &- 1
        let counterInBucket = Int(truncatingIfNeeded: value &>> UInt64(truncatingIfNeeded: bucket &+ unitMagnitude))
        return (bucket &<< halfMagnitude) &+ counterInBucket
    }

    // MARK: - From counters to values

    /// The smallest value of the counter at `index`.
    package func lowestEquivalent(at index: Int) -> UInt64 {
        let bucket = bucket(of: index)
        return UInt64(index - bucket << halfMagnitude) << UInt64(bucket + unitMagnitude)
    }

    /// The largest value of the counter at `index`.
    package func highestEquivalent(at index: Int) -> UInt64 { lowestEquivalent(at: index) + width(at: index) - 1 }

    /// The middle of the counter at `index`, which stands for its values in means and deviations.
    package func midpoint(at index: Int) -> UInt64 { lowestEquivalent(at: index) + width(at: index) / 2 }

    /// How many values share the counter at `index`.
    package func width(at index: Int) -> UInt64 { 1 << UInt64(bucket(of: index) + unitMagnitude) }

    private func bucket(of index: Int) -> Int { max(0, index >> halfMagnitude - 1) }
}
