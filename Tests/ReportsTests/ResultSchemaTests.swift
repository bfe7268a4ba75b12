import Foundation
import JSON
import Statistics
import TestSupport
import Testing

@testable import Reports

/// Docs/result.schema.json beside what `--json` writes.
@Suite struct ResultSchemaTests {
    private let schema: JSONDocument

    init() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        schema = try JSONDocument(
            parsing: String(contentsOf: root.appendingPathComponent("Docs/result.schema.json"), encoding: .utf8)
        )
    }

    @Test("every key that is written is described, and every key that is described is written")
    func described() throws {
        for (place, part, value) in try objects(of: fullResult(), "run") + objects(of: fullComparison(), "comparison") {
            let properties = try #require(part["properties"], "\(place)")
            let keys = properties.members.map(\.key).sorted()
            #expect(value.members.map(\.key).sorted() == keys, "\(place)")
            for member in properties.members {
                #expect(member.value["description"]?.string?.isEmpty == false, "\(place).\(member.key)")
            }
        }
    }

    @Test("every key that is required is written, even of an empty run")
    func required() throws {
        let empty = sampleResult(latencies: [], rates: [], outcomes: [:], status: [:], duration: nil)
        let runs = try [fullResult(), empty].flatMap { try objects(of: $0, "run") }
        let comparisons = try [fullComparison(), sampleComparison(rounds: 1, hasCPU: false, stopped: true)]
            .flatMap { try objects(of: $0, "comparison") }
        for (place, part, value) in runs + comparisons {
            let required = try #require(part["required"], "\(place)")
            for index in 0..<required.count {
                let key = try #require(required[index]?.string)
                #expect(value[key] != nil, "\(place).\(key)")
            }
        }
    }

    @Test("what is written is as the schema says: types, patterns, limits")
    func valid() throws {
        let runs = try (SampleFormats.runs.map(\.result) + [fullResult()]).map { try JSONReport.encode($0) }
        let comparisons = try (SampleFormats.comparisons.map(\.result) + [fullComparison()])
            .map { try JSONReport.encode($0) }
        let folder = try TemporaryFolder()
        for bytes in runs + comparisons {
            let file = folder.path("result.json")
            try bytes.write(to: URL(fileURLWithPath: file))
            try PublishedSchema.expectValid(file)
        }
    }

    /// A comparison in which nothing is missing.
    private func fullComparison() -> CompareResult {
        var result = sampleComparison(failed: 1)
        result.config = fullResult().config
        result.targets[0].command = "server"
        result.targets[1].command = "server"
        for place in result.targets.indices {
            result.targets[place].requests = [
                requestRow("a", completed: 1, latencies: [1]),
                requestRow("b", completed: 2, failed: 2, failedChecks: ["status": 2], latencies: [1]),
            ]
        }
        result.rounds = result.rounds.map { round in
            var round = round
            round.control = round.baseline
            return round
        }
        // There are too few requests for the last.
        result.comparison.metrics.removeLast()
        result.targets[1].errors[0].errno = 110
        for place in result.comparison.metrics.indices {
            result.comparison.metrics[place].verdict = .same
            result.comparison.metrics[place].pooledLower = 0
            result.comparison.metrics[place].pooledUpper = 0.1
        }
        result.comparison.control = result.comparison.metrics
        result.comparison.metric = "rps"
        result.comparison.calibration = [CompareResult.Calibration(metric: "rps", rounds: 12, mde80: 0.02)]
        result.warnings = [RunResult.Warning(code: "single-start", message: "one process per build")]
        return result
    }

    /// A result in which nothing is missing.
    private func fullResult() -> RunResult {
        let errors = [errorRow(.connect, "Connection refused", 12, errno: 111)]
        let rows = [requestRow("predict", completed: 3, failed: 2, failedChecks: ["status": 2], latencies: [1])]
        var result = sampleResult(outcomes: [.ok: 4, .notSent: 12], errors: errors, requests: rows)
        result.config.requests = 16
        result.config.stages = [RunResult.Config.Stage(durationSeconds: 2, startRate: 1, endRate: 3)]
        result.config.arrivals = "uniform"
        result.config.thinkSeconds = [0.5, 1]
        result.targets[0].wait = result.targets[0].latency
        result.targets[0].cpuSecondsPerRequest = 1e-5
        result.targets[0].shutdownSeconds = 0.01
        result.targets[0].confidence = RunResult.Confidence(
            level: 0.95,
            subIntervals: 20,
            blockLength: 3,
            requestsPerSecond: [1, 2],
            percentiles: ["p50": [1, 2]]
        )
        let parts = (0..<20).map { part in
            let histogram = Histogram(.coarseNanoseconds)
            histogram.record(part < 10 ? 1000 : 9000)
            return SubInterval(requests: 1, latencies: [histogram.takeSnapshot()])
        }
        result.targets[0].steadiness = SteadyState(parts).map { RunResult.Steadiness($0, seconds: 2) }
        result.targets[0].steadiness?.steadyFrom = 1
        result.targets[0].steadiness?.changedAt = 1
        result.targets[0].steadiness?.drift = 1.5
        result.targets[0].unsupportedPercentiles = ["p99": 1000]
        result.targets[0].warmup = phase(of: result.targets[0])
        result.targets[0].stages = [phase(of: result.targets[0])]
        result.targets[0].latencyUncorrected = result.targets[0].latency
        // Without a connection these have no share within a deviation.
        result.targets[0].connect = result.targets[0].latency
        result.targets[0].tls = result.targets[0].latency
        result.targets[0].latencyGrowth = 0.01
        result.search = search(result)
        let assertion = Assertion(text: "errors==0", metric: .errors, comparison: .equal, bound: 0)
        result.assertions = [RunResult.AssertionResult(assertion, result.targets[0])]
        result.warnings = [RunResult.Warning(code: "gave-up", message: "the server is gone")]
        return result
    }

    private func search(_ result: RunResult) -> RunResult.Search {
        var step = RunResult.SearchStep(result)
        step.rate = 100
        step.latencyGrowth = 0.01
        step.holds = false
        step.reasons = ["p99 21 ms"]
        return RunResult.Search(
            conditions: ["p99<20ms"],
            end: .stopped,
            endMessage: "the search was stopped",
            highestRate: 100,
            lowerRate: 99,
            upperRate: 101,
            repeats: 4,
            kneeStep: 0,
            steps: [step]
        )
    }

    private func phase(of target: RunResult.Target) -> RunResult.Phase {
        RunResult.Phase(
            start: 0,
            length: 2,
            startRate: 1,
            endRate: 3,
            counts: target.counts,
            errors: target.errors,
            connectionsOpened: 2,
            requestsPerSecond: 2,
            response: target.latency,
            service: target.latency,
            wait: target.latency
        )
    }

    /// Each object of `result` with fixed keys, the place it stands at, and the part of the schema that describes it.
    private func objects(
        of result: some Encodable,
        _ definition: String
    ) throws -> [(place: String, part: JSONNode, value: JSONNode)] {
        let text = try JSONDocument(parsing: String(decoding: JSONReport.encode(result), as: UTF8.self))
        var found: [(String, JSONNode, JSONNode)] = []
        try collect("$", try #require(schema.root["$defs"]?[definition]), text.root, &found)
        #expect(found.count > 15)
        return found
    }

    private func collect(
        _ place: String,
        _ part: JSONNode,
        _ value: JSONNode,
        _ found: inout [(String, JSONNode, JSONNode)]
    ) throws {
        let part = try resolved(part)
        switch value.kind {
        case .object:
            // A map, such as the counts by status, has keys of its own.
            guard part["additionalProperties"] == nil else { return }
            found.append((place, part, value))
            for member in value.members {
                guard let next = part["properties"]?[member.key] else { continue }
                try collect("\(place).\(member.key)", next, member.value, &found)
            }
        case .array:
            let items = try #require(part["items"], "\(place)")
            for index in 0..<value.count {
                try collect("\(place)[\(index)]", items, try #require(value[index]), &found)
            }
        default: return
        }
    }

    /// What a `$ref` stands for.
    private func resolved(_ part: JSONNode) throws -> JSONNode {
        guard let reference = part["$ref"]?.string else { return part }
        var found = schema.root
        for name in reference.split(separator: "/").dropFirst() {
            found = try #require(found[String(name)], "\(reference)")
        }
        return found
    }
}
