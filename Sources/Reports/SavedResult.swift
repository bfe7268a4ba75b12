package import FoundationEssentials
package import Statistics

/// A result as it was written by `--json`, of a run or of a comparison.
package enum SavedResult: Sendable, Equatable {
    case run(RunResult)
    case comparison(CompareResult)

    /// What it is about, where it has no file that names it: `pr-123 against main`, or a URL.
    package var subject: String {
        switch self {
        case .run(let run): run.targets.first?.name ?? "squall"
        case .comparison(let comparison):
            [ComparisonRole.candidate, .baseline].compactMap { comparison.build($0)?.name }.joined(
                separator: " against "
            )
        }
    }

    /// The largest `format` that is understood.
    private static let format = 1.0

    /// What says how to read the rest.
    private struct Head: Decodable {
        /// A whole number; as an integer, another one would be no JSON.
        let format: Double
        let kind: String
    }

    /// The result in `bytes`, whatever its kind is.
    ///
    /// - Throws: what is wrong with it, as a sentence that continues the name of its file.
    package static func decode(_ bytes: Data) throws(SavedResultError) -> SavedResult {
        let head = try decode(Head.self, bytes)
        guard head.format >= 1, head.format == head.format.rounded() else {
            throw SavedResultError("is no result of squall: 'format' is not what it may be")
        }
        guard head.format <= format else {
            throw SavedResultError(
                "has format \(head.format.text(decimals: 0)), and this squall reads formats up to "
                    + "\(format.text(decimals: 0)); use a newer one"
            )
        }
        let saved: SavedResult
        switch head.kind {
        case "run": saved = .run(try decode(RunResult.self, bytes))
        case CompareResult.kindName:
            saved = .comparison(try decode(CompareResult.self, bytes))
        default:
            throw SavedResultError(
                "is of kind '\(head.kind)'; what can be read is 'run' and '\(CompareResult.kindName)'"
            )
        }
        try saved.checkParts()
        guard saved.counts.allSatisfy(mostCount.contains) else {
            throw SavedResultError("has a count that no run can have: below 0, or above \(mostCount.upperBound)")
        }
        return saved
    }

    /// Judges what reports rely on: who was loaded, and that histograms can be read.
    private func checkParts() throws(SavedResultError) {
        var histograms: [(place: String, histogram: EncodedHistogram)] = []
        switch self {
        case .run(let run):
            guard !run.targets.isEmpty else { throw SavedResultError("is no result of squall: 'targets' is empty") }
            for (place, target) in run.targets.enumerated() {
                histograms += [
                    ("latency", target.latency), ("response", target.response), ("service", target.service),
                ].map { ("targets[\(place)].\($0.0).histogram", $0.1.histogram) }
                histograms += target.intervals.enumerated().map { second, interval in
                    ("targets[\(place)].intervals[\(second)].histogram", interval.histogram)
                }
            }
        case .comparison(let comparison):
            if let role = [ComparisonRole.baseline, .candidate].first(where: { comparison.build($0) == nil }) {
                throw SavedResultError("is no result of squall: 'targets' has no \(role.rawValue)")
            }
            histograms += comparison.targets.enumerated().map { place, target in
                ("targets[\(place)].latency.histogram", target.latency.histogram)
            }
            for (place, round) in comparison.rounds.enumerated() {
                histograms += ComparisonRole.allCases.compactMap { role in
                    round.slot(role).map { ("rounds[\(place)].\(role.rawValue).histogram", $0.histogram) }
                }
            }
        }
        for (place, histogram) in histograms {
            do throws(HistogramError) {
                _ = try histogram.makeHistogram()
            } catch {
                throw SavedResultError("is no result of squall: '\(place)' cannot be read: \(error)")
            }
        }
    }

    /// What a count may be, so that sums of them are numbers too.
    private static let mostCount = 0...(1 << 48)

    /// The numbers of requests that reports add up.
    private var counts: [Int] {
        switch self {
        case .run(let run):
            let phases = run.targets.flatMap { ($0.warmup.map { [$0] } ?? []) + $0.stages }
            return (run.targets.map(\.counts) + phases.map(\.counts) + (run.search?.steps.map(\.counts) ?? []))
                .flatMap(SavedResult.parts)
        case .comparison(let comparison): return comparison.targets.map(\.counts).flatMap(SavedResult.parts)
        }
    }

    private static func parts(_ counts: RunResult.Counts) -> [Int] {
        [
            counts.sent, counts.completed, counts.ok, counts.statusErrors, counts.failedChecks, counts.timedOut,
            counts.reset, counts.inFlight, counts.notSent, counts.unsent,
        ] + counts.status.values
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ bytes: Data) throws(SavedResultError) -> Value {
        do {
            return try JSONDecoder().decode(type, from: bytes)
        } catch DecodingError.keyNotFound(let key, let context) {
            throw SavedResultError("is no result of squall: \(place(context.codingPath + [key])) is missing")
        } catch DecodingError.typeMismatch(_, let context) where context.codingPath.isEmpty {
            throw SavedResultError("is no result of squall: it is not a JSON object")
        } catch DecodingError.valueNotFound(_, let context) where context.codingPath.isEmpty {
            throw SavedResultError("is no result of squall: it is not a JSON object")
        } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context) {
            throw SavedResultError("is no result of squall: \(place(context.codingPath)) is of another type")
        } catch DecodingError.dataCorrupted(let context) where !context.codingPath.isEmpty {
            throw SavedResultError("is no result of squall: \(place(context.codingPath)) is not what it may be")
        } catch {
            throw SavedResultError("is not JSON")
        }
    }

    /// Where something stands: `targets[0].latency`.
    private static func place(_ path: [any CodingKey]) -> String {
        let parts = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }
        return "'\(parts.joined().drop { $0 == "." })'"
    }
}

/// Why a saved result cannot be read.
package struct SavedResultError: Error, Equatable, CustomStringConvertible {
    /// A sentence that continues the name of its file.
    package let description: String

    init(_ description: String) {
        self.description = description
    }
}
