/// What a comparison measured and found: what a run's `RunResult` is to a run.
///
/// Its JSON is described by Docs/result.schema.json. Times are seconds, latencies integer nanoseconds, changes parts of the
/// baseline. Readers refuse a larger `format` and ignore keys they don't know.
package struct CompareResult: Sendable, Codable, Equatable {
    /// The version of the format.
    package var format = 1
    /// What kind of measurement this is.
    package var kind = CompareResult.kindName
    /// What made the result.
    package var tool: RunResult.Tool
    /// When the comparison started: RFC 3339, UTC, milliseconds.
    package var startedAt: String
    /// When its last round ended.
    package var endedAt: String
    /// Seconds in between, with starts and warm-ups.
    package var elapsedSeconds: Double
    /// The machine that generated the load.
    package var host: RunResult.Host
    /// The load of a slot.
    package var config: RunResult.Config
    /// How the comparison was made.
    package var design: Design
    /// The builds: baseline, candidate, and the control where there is one.
    package var targets: [Build]
    /// What was measured, in order.
    package var rounds: [Round]
    /// What was found.
    package var comparison: Findings
    /// What the reader should know before trusting the numbers.
    package var warnings: [RunResult.Warning]
    /// The exit code that the result led to.
    package var exitCode: Int

    /// `kind` of a comparison.
    package static let kindName = "compare"

    /// A result of all its parts.
    package init(
        tool: RunResult.Tool,
        startedAt: String,
        endedAt: String,
        elapsedSeconds: Double,
        host: RunResult.Host,
        config: RunResult.Config,
        design: Design,
        targets: [Build],
        rounds: [Round],
        comparison: Findings,
        warnings: [RunResult.Warning],
        exitCode: Int
    ) {
        self.tool = tool
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.elapsedSeconds = elapsedSeconds
        self.host = host
        self.config = config
        self.design = design
        self.targets = targets
        self.rounds = rounds
        self.comparison = comparison
        self.warnings = warnings
        self.exitCode = exitCode
    }

    /// How a comparison is made.
    package struct Design: Sendable, Codable, Equatable {
        /// Where chance begins, in decimal: JSON numbers lose bits.
        package var seed: String
        /// The chance of a false alarm, of all looks and all that is gated together.
        package var alpha: Double
        /// When it may end.
        package var looks: [ComparisonLooks.Look]
        /// Seconds that are measured of a slot.
        package var slotSeconds: Double
        /// Seconds of load before that.
        package var settleSeconds: Double
        /// After how many rounds connections are opened anew, and servers started anew where squall starts them.
        package var roundsPerStart: Int
        /// Whether it only shows how large a change it could see.
        package var calibrates: Bool
        /// Whether it fails unless the candidate is shown not to be worse.
        package var requiresSame: Bool

        /// A design.
        package init(
            seed: UInt64,
            looks: [ComparisonLooks.Look],
            slotSeconds: Double,
            settleSeconds: Double,
            roundsPerStart: Int,
            calibrates: Bool,
            requiresSame: Bool
        ) {
            self.seed = String(seed)
            // The looks of a calibration are told each by itself.
            self.alpha = calibrates ? looks.last?.alpha ?? 0 : looks.reduce(0) { $0 + $1.alpha }
            self.looks = looks
            self.slotSeconds = slotSeconds
            self.settleSeconds = settleSeconds
            self.roundsPerStart = roundsPerStart
            self.calibrates = calibrates
            self.requiresSame = requiresSame
        }
    }
}

extension CompareResult {
    /// The build of this part; nil where there is none.
    package func build(_ role: ComparisonRole) -> Build? { targets.first { $0.role == role } }
}
