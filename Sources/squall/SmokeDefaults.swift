internal import Processes
internal import Statistics
internal import Workload

/// What `squall smoke` asks for where the command line does not.
enum SmokeDefaults {
    static let connections = 16
    /// Nanoseconds.
    static let (duration, warmup): (UInt64, UInt64) = (5_000_000_000, 1_000_000_000)

    private static let mostGrace = 3600.0

    /// How long a server is given to end after SIGTERM, in seconds: so that all that is asked of that can be judged.
    static func grace(_ assertions: [Assertion]) -> Double {
        assertions.filter { $0.metric == .shutdown }.map { $0.bound / 1e9 }.reduce(SupervisedCommand.usualGrace, max)
    }

    /// What must hold beside what was asked for: no errors, no other status than 2xx, at least one request, and of a server that is
    /// started for it that it ends on being asked to.
    ///
    /// An assertion of the command line on the same takes the place of its default.
    ///
    /// - Parameter mix: what is sent; where a check of it expects another status than 2xx, checks say which are errors.
    static func assertions(_ values: OptionValues, _ mix: RequestMix) throws(UsageError) -> [Assertion] {
        for condition in values.assertions where condition.metric == .shutdown {
            // A server that is killed then must not fulfil it.
            guard [.below, .atMost].contains(condition.comparison), condition.bound <= mostGrace * 1e9 else {
                throw UsageError(
                    "--assert: '\(condition.text)' is no time that a server has at most, up to 1h, as shutdown<30s is"
                )
            }
        }
        let asked = Set(values.assertions.map(\.metric))
        let usual = try UsageError.wrapping { () throws(WorkloadError) in
            let shutdown = values.serve == nil ? "" : ", shutdown<\(Int(SupervisedCommand.usualGrace))s"
            return try AssertionList.parse("errors==0, non2xx==0, requests>0" + shutdown)
        }
        let left = usual.filter { assertion in
            switch assertion.metric {
            case .errors: asked.isDisjoint(with: [.errors, .errorRate])
            case .non2xx where mix.requests.contains(where: \.checks.expectsOtherThan2xx): false
            case let metric: !asked.contains(metric)
            }
        }
        return left + values.assertions
    }
}
