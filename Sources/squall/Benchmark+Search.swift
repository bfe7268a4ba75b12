internal import Engine
internal import Reports
internal import Statistics

// The search for the highest rate (`--find-max`).

extension Benchmark {
    /// Searches, and tells of each step when it is over.
    func search(_ limit: LimitOptions, on pool: WorkerPool) -> Measured {
        let report = SearchReport(percentiles: limit.percentiles)
        text.write(report.header(pool.config, url: options.plan.url, conditions: limit.conditions.map(\.text)))
        var search = LimitSearch(pool, limit.conditions, arrivals: limit.arrivals)
        let result = search.perform { text.write(report.row($0)) }
        return Measured(result: result, isStuck: search.isStuck)
    }

    /// How the program ends after a search.
    static func code(of search: RunResult.Search, isStrict: Bool) -> ExitCode {
        switch search.end {
        case .found: .done
        case .noneHolds: .broken
        case .noLimit, .unsettled: isStrict ? .inconclusive : .done
        case .clientLimited: isStrict ? .clientLimited : .done
        case .noAnswers: .notMeasured
        case .stopped: .interrupted
        }
    }
}
