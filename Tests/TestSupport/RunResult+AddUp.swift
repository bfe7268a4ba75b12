package import Statistics

extension RunResult.Counts {
    /// Whether every request that was sent has exactly one outcome, and every answer one status.
    package var addUp: Bool {
        sent == completed + timedOut + reset + inFlight && completed == ok + statusErrors + failedChecks
            && completed == status.values.reduce(0, +)
            && errors.read + errors.write == reset && errors.timeout == timedOut && errors.connect == notSent
    }
}
