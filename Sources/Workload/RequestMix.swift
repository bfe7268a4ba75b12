internal import Statistics

/// What a run sends: requests, and in which order.
package struct RequestMix: Sendable {
    /// How the next request is chosen.
    package enum Order: String, CaseIterable, Sendable {
        /// At random, in proportion to the weights.
        case weighted
        /// One after the other as they are listed, from the beginning in each worker; weights have no effect.
        case sequential
    }

    /// The requests; never empty.
    package let requests: [Request]
    /// How the next one is chosen.
    package let order: Order
    /// Where the random choices begin: the same seed gives the same choices in each worker.
    package let seed: UInt64

    /// Values that its requests have places for.
    package var data = DataSet()

    /// Whether a request changes from one time to the next.
    package var changes: Bool { requests.contains { $0.template != nil } }

    /// The seed of a run that names none, so that runs can be repeated without a thought.
    package static let defaultSeed: UInt64 = 1

    /// Makes a mix of at least one request.
    package init(requests: [Request], order: Order = .weighted, seed: UInt64 = defaultSeed) {
        precondition(!requests.isEmpty, "a mix has at least one request")
        self.requests = requests
        self.order = order
        self.seed = seed
    }

    /// What else is chosen at random than requests.
    package enum Purpose: UInt64, Sendable {
        case arrivals = 1
        case rests
        case resamples
        case data
    }

    /// Where the random choices for a purpose begin: apart from those of the requests, and from each other's.
    package func seed(for purpose: Purpose) -> UInt64 {
        var random = SplitMix64(seed: seed ^ purpose.rawValue << 56)
        return random.next()
    }

    /// The part of the answers that must be kept to check them.
    package var need: ResponseNeed { requests.map(\.checks.need).max() ?? .status }
}
