extension RunResult {
    /// How the highest rate was looked for at which conditions hold.
    package struct Search: Sendable, Codable, Equatable {
        /// What had to hold, as it was written.
        package var conditions: [String]
        /// Why it ended.
        package var end: End
        /// The same as a sentence; nil where the limit was found.
        package var endMessage: String?
        /// The highest rate at which the conditions held in most steps, requests a second; nil where there is none.
        package var highestRate: Double?
        /// The highest rate at which they held in every step; nil where none was tried often enough.
        package var lowerRate: Double?
        /// The lowest rate above that at which they held in no step; nil where none was tried often enough.
        package var upperRate: Double?
        /// How many steps each of these two rests on at least.
        package var repeats: Int
        /// The number of the step, from 0, that held with the most completed requests a second for its mean latency; nil where none
        /// held.
        package var kneeStep: Int?
        /// What was tried, in order.
        package var steps: [SearchStep]

        /// Why a search ended.
        package enum End: String, Sendable, Codable {
            /// The limit was found.
            case found
            /// The conditions held at no rate.
            case noneHolds = "none-holds"
            /// No rate was found at which they do not hold.
            case noLimit = "no-limit"
            /// The steps contradicted each other too often.
            case unsettled
            /// The load generator itself was the limit.
            case clientLimited = "client-limited"
            /// No request succeeded.
            case noAnswers = "no-answers"
            /// It was stopped.
            case stopped
        }

        /// A search.
        package init(
            conditions: [String],
            end: End,
            endMessage: String?,
            highestRate: Double?,
            lowerRate: Double?,
            upperRate: Double?,
            repeats: Int,
            kneeStep: Int?,
            steps: [SearchStep]
        ) {
            self.conditions = conditions
            self.end = end
            self.endMessage = endMessage
            self.highestRate = highestRate
            self.lowerRate = lowerRate
            self.upperRate = upperRate
            self.repeats = repeats
            self.kneeStep = kneeStep
            self.steps = steps
        }
    }

    /// One try of a search: a run of one rate.
    package struct SearchStep: Sendable, Codable, Equatable {
        /// Requests a second that were due; nil where connections sent as fast as they were answered.
        package var rate: Double?
        /// Seconds that were measured.
        package var seconds: Double
        /// Completed requests a second.
        package var requestsPerSecond: Double
        /// How many requests had which outcome.
        package var counts: Counts
        /// The latency that the conditions are about: response, without a rate service.
        package var latency: LatencySummary
        /// Seconds by which it grew in a second; nil where that is unknown.
        package var latencyGrowth: Double?
        /// Whether all conditions held, and no load piled up; nil without a rate, and where the client was the limit.
        package var holds: Bool?
        /// What did not hold, a phrase each.
        package var reasons: [String]
        /// Why the load generator was the limit, a phrase each; empty where it was not.
        package var clientReasons: [String]

        /// A step of which nothing is judged yet.
        package init(_ result: RunResult) {
            let target = result.targets[0]
            rate = result.config.stages?.first?.startRate
            seconds = target.elapsedSeconds
            requestsPerSecond = target.requestsPerSecond
            counts = target.counts
            latency = target.latency
            latencyGrowth = target.latencyGrowth
            reasons = []
            clientReasons = result.client.reasons
        }
    }
}
