extension RunResult {
    /// Whether the run was of one kind from some time on: `SteadyState` in seconds.
    package struct Steadiness: Sendable, Codable, Equatable {
        /// Seconds from the start of what is measured from which on it was steady; nil if it never was.
        package var steadyFrom: Double?
        /// Seconds at which latency changed without becoming steady after that; nil without such a change.
        package var changedAt: Double?
        /// The ratio of the mean latency after that change, or after the unsteady start, to that before; nil without one.
        package var change: Double?
        /// The ratio of the mean latency at the end of a drift to that at its start; nil without one.
        package var drift: Double?

        /// The figures of `state` for a run of `seconds`.
        package init(_ state: SteadyState, seconds: Double) {
            steadyFrom = state.start.map { $0 * seconds }
            changedAt = state.lastChange.map { $0 * seconds }
            change = state.change
            drift = state.drift
        }
    }
}
