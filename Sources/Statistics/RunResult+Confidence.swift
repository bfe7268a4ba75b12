extension RunResult {
    /// How far a run's figures may be from those of the server as it was: a circular block bootstrap over parts of the run.
    package struct Confidence: Sendable, Codable, Equatable {
        /// The share of runs whose interval has the true value in it.
        package var level: Double
        /// How many parts of the run were compared.
        package var subIntervals: Int
        /// How many neighbouring ones were taken together, because they depend on each other.
        package var blockLength: Int
        /// The interval of `requestsPerSecond`; nil without requests.
        package var requestsPerSecond: [Double]?
        /// The intervals of the percentiles of `latency`, in nanoseconds, by name; only of those that the run supports.
        package var percentiles: [String: [UInt64]]

        /// Intervals.
        package init(
            level: Double,
            subIntervals: Int,
            blockLength: Int,
            requestsPerSecond: [Double]?,
            percentiles: [String: [UInt64]]
        ) {
            self.level = level
            self.subIntervals = subIntervals
            self.blockLength = blockLength
            self.requestsPerSecond = requestsPerSecond
            self.percentiles = percentiles
        }
    }
}
