/// What a run measured: the one interchange between running and reporting.
///
/// Its JSON is described by Docs/result.schema.json. Times are seconds, latencies integer nanoseconds. Readers refuse a
/// larger `format` and ignore keys they don't know.
package struct RunResult: Sendable, Codable, Equatable {
    /// The version of the format.
    package var format = 1
    /// What kind of measurement this is.
    package var kind = "run"
    /// What made the result.
    package var tool: Tool
    /// When the run started: RFC 3339, UTC, milliseconds.
    package var startedAt: String
    /// When it ended.
    package var endedAt: String
    /// The machine that generated the load.
    package var host: Host
    /// What was asked for.
    package var config: Config
    /// What was measured; one target.
    package var targets: [Target]
    /// How the highest rate was looked for at which conditions hold; then all else is of the run at that rate, or of the last
    /// run where there is none.
    package var search: Search?
    /// What became of the assertions; empty without any.
    package var assertions: [AssertionResult] = []
    /// What each worker did.
    package var workers: [Worker]
    /// Whether the load generator itself was the limit.
    package var client: Client
    /// What the reader should know before trusting the numbers.
    package var warnings: [Warning]
    /// The exit code that the result led to.
    package var exitCode: Int

    /// A result of all its parts.
    package init(
        tool: Tool,
        startedAt: String,
        endedAt: String,
        host: Host,
        config: Config,
        targets: [Target],
        workers: [Worker],
        client: Client,
        warnings: [Warning],
        exitCode: Int
    ) {
        self.tool = tool
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.host = host
        self.config = config
        self.targets = targets
        self.workers = workers
        self.client = client
        self.warnings = warnings
        self.exitCode = exitCode
    }

    /// The program that measured.
    package struct Tool: Sendable, Codable, Equatable {
        /// Its name.
        package var name: String
        /// Its version.
        package var version: String
        /// The libraries it measured with, by name.
        package var libraries: [String: String]

        /// A tool of a name and version.
        package init(name: String, version: String, libraries: [String: String]) {
            self.name = name
            self.version = version
            self.libraries = libraries
        }
    }

    /// The machine that generated the load.
    package struct Host: Sendable, Codable, Equatable {
        /// The system's name, such as `Linux`.
        package var os: String
        /// The kernel's release.
        package var kernel: String
        /// The machine's architecture.
        package var arch: String
        /// The processor's name, where the system tells.
        package var cpuModel: String?
        /// Processors that this process may use.
        package var cpus: Int
        /// Memory in bytes.
        package var memoryBytes: Int
        /// CPU used by the workers, in cores: their CPU seconds over the elapsed ones.
        package var generatorCPU: Double

        /// A machine.
        package init(
            os: String,
            kernel: String,
            arch: String,
            cpuModel: String?,
            cpus: Int,
            memoryBytes: Int,
            generatorCPU: Double
        ) {
            self.os = os
            self.kernel = kernel
            self.arch = arch
            self.cpuModel = cpuModel
            self.cpus = cpus
            self.memoryBytes = memoryBytes
            self.generatorCPU = generatorCPU
        }
    }

    /// What one worker did.
    package struct Worker: Sendable, Codable, Equatable {
        /// Connections it kept.
        package var connections: Int
        /// Requests it completed.
        package var requests: Int
        /// CPU time of its thread.
        package var cpuSeconds: Double
        /// The longest that answers which had come were left to gather, in nanoseconds: what a latency may be too long by.
        package var longestHold: UInt64
        /// The share of the time in which its thread used a processor.
        package var cpuShare: Double
        /// The share of the time in which its thread was ready to run and had no processor; nil where the system does not tell.
        package var runDelayShare: Double?
        /// How late it came to what was due at a time.
        package var lateness: LatencySummary

        /// A worker.
        package init(
            connections: Int,
            requests: Int,
            cpuSeconds: Double,
            longestHold: UInt64,
            cpuShare: Double,
            runDelayShare: Double?,
            lateness: LatencySummary
        ) {
            self.connections = connections
            self.requests = requests
            self.cpuSeconds = cpuSeconds
            self.longestHold = longestHold
            self.cpuShare = cpuShare
            self.runDelayShare = runDelayShare
            self.lateness = lateness
        }
    }

    /// What the load generator had left, and whether it was the limit.
    package struct Client: Sendable, Codable, Equatable {
        /// `ok`, or `client-limited`.
        package var verdict: String
        /// Why it was the limit, a phrase each.
        package var reasons: [String]
        /// The share of the machine's processor time that a hypervisor gave to others; nil where the system does not tell.
        package var stolenShare: Double?
        /// Descriptors that could still have been opened at the end; nil where the system does not tell.
        package var descriptorsLeft: Int?
        /// Local ports that were left for connections to the target; nil where the system does not tell, or none are needed.
        package var portsLeft: Int?

        /// A client.
        package init(reasons: [String], stolenShare: Double?, descriptorsLeft: Int?, portsLeft: Int?) {
            verdict = reasons.isEmpty ? "ok" : "client-limited"
            self.reasons = reasons
            self.stolenShare = stolenShare
            self.descriptorsLeft = descriptorsLeft
            self.portsLeft = portsLeft
        }
    }

    /// Something that the reader should know.
    package struct Warning: Sendable, Codable, Equatable {
        /// The code of a run that ended because its server was gone for good.
        package static let gaveUp = "gave-up"
        /// The code of a run some of whose workers did not come back from their script.
        package static let stuck = "stuck"
        /// The code of a run that a failing script ended.
        package static let scriptFailed = "script-failed"
        /// The code of a run whose server ended before it did.
        package static let serverEnded = "server-ended"
        /// The code of a run in which the rate that was asked for was not kept.
        package static let rateNotKept = "rate-not-kept"
        /// The code of a run in which the load generator itself was the limit.
        package static let clientLimited = "client-limited"
        /// The code of a run that became steady only after a while.
        package static let slowStart = "slow-start"
        /// The code of a run that never became steady.
        package static let notSteady = "not-steady"
        /// The code of a search that ended without the limit it looked for.
        package static let limitNotFound = "limit-not-found"
        /// A script gave its requests more names than there are rows.
        package static let tooManyNames = "too-many-names"

        /// The code of a run whose server had to be killed.
        package static let ignoredSIGTERM = "ignored-sigterm"
        /// The code of a run whose server ended on being asked to, though not as one does that is well.
        package static let uncleanEnd = "unclean-end"

        /// A stable word for programs.
        package var code: String
        /// A sentence for people, with what to do.
        package var message: String

        /// A warning.
        package init(code: String, message: String) {
            self.code = code
            self.message = message
        }
    }
}
