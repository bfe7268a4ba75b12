internal import Statistics
internal import Workload

/// What `squall smoke` asks for where the command line does not.
enum SmokeDefaults {
    static let connections = 16
    /// Nanoseconds.
    static let (duration, warmup): (UInt64, UInt64) = (5_000_000_000, 1_000_000_000)

    /// What must hold beside what was asked for: no errors, no other status than 2xx, and at least one request.
    ///
    /// An assertion of the command line on the same takes the place of its default.
    static func assertions(_ values: OptionValues) throws(UsageError) -> [Assertion] {
        let asked = Set(values.assertions.map(\.metric))
        let usual = try UsageError.wrapping { () throws(WorkloadError) in
            try AssertionList.parse("errors==0, non2xx==0, requests>0")
        }
        let left = usual.filter { assertion in
            switch assertion.metric {
            case .errors: asked.isDisjoint(with: [.errors, .errorRate])
            case let metric: !asked.contains(metric)
            }
        }
        return left + values.assertions
    }
}
