internal import Engine
internal import Reports
internal import Statistics

// The search for the highest rate (`--find-max`).

extension Benchmark {
    /// Searches, and tells of each step when it is over.
    func search(_ limit: LimitOptions, on pool: WorkerPool) -> Measured {
        let report = SearchReport(percentiles: limit.percentiles)
        text.write(report.header(pool.config, url: pool.url, conditions: limit.conditions))
        var search = LimitSearch(pool, limit.conditions, arrivals: limit.arrivals)
        let run = search.perform { progress in
            switch progress {
            case .longStep(let rate, let seconds): text.write(report.announcement(rate: rate, seconds: seconds))
            case .step(let step): text.write(report.row(step))
            }
        }
        return Measured(result: run.result, rates: run.rates, isStuck: run.isStuck)
    }

    /// How the program ends after a search.
    ///
    /// - Parameter wasStopped: whether a person stopped it, and not its script.
    static func code(of search: RunResult.Search, isStrict: Bool, wasStopped: Bool) -> ExitCode {
        switch search.end {
        case .found: .done
        case .noneHolds: .broken
        case .noLimit, .unsettled: isStrict ? .inconclusive : .done
        case .clientLimited: isStrict ? .clientLimited : .done
        case .noAnswers: .notMeasured
        case .stopped: wasStopped ? .interrupted : isStrict ? .inconclusive : .done
        }
    }
}
