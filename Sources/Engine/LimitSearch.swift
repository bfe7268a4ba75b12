package import Statistics
package import Workload

/// Looks for the highest rate at which conditions hold: one run after the other on connections that stay open.
package struct LimitSearch {
    private let pool: WorkerPool
    private let conditions: [Assertion]
    private let arrivals: OpenLoad.Arrivals
    private var search: RunResult.Search
    /// The results of runs that held, by rate, and that of the last run.
    private var held: [Double: RunResult] = [:]
    private var last: RunResult?
    /// Whether a run did not end: nothing of its workers may be used or given back.
    package private(set) var isStuck = false

    /// A search on the connections of `pool`, whose plan says how long each run is and what comes before it.
    package init(_ pool: WorkerPool, _ conditions: [Assertion], arrivals: OpenLoad.Arrivals) {
        self.pool = pool
        self.conditions = conditions
        self.arrivals = arrivals
        search = RunResult.Search(conditions: conditions.map(\.text), repeats: RateSearch.repeats)
    }

    /// How many steps in a row the client must have been the limit in before that is believed.
    private static let mostLimited = 3

    /// Searches to the end, and tells of each step when it is over.
    ///
    /// Blocks the calling thread.
    package mutating func perform(_ tell: (RunResult.SearchStep) -> Void) -> RunResult {
        guard let first = step(nil, tell) else { return result(RateSearch(closedRate: 0)) }
        var rates = RateSearch(closedRate: first.requestsPerSecond)
        var limited = 0
        while let rate = rates.next, let step = step(rate, tell) {
            if let holds = step.holds {
                limited = 0
                rates.add(rate, held: holds)
            } else {
                limited += 1
                guard limited < LimitSearch.mostLimited else {
                    search.end = .clientLimited
                    search.endMessage =
                        "squall itself was the limit at \(rate.text(decimals: 2)) requests/s, and the server's "
                        + "may be higher: \(step.clientReasons.joined(separator: "; "))"
                    break
                }
            }
        }
        if search.endMessage == nil { conclude(rates) }
        return result(rates)
    }

    // MARK: - Steps

    /// Runs once, as fast as connections are answered where there is no rate.
    ///
    /// - Returns: nil where the search must end.
    private mutating func step(
        _ rate: Double?,
        _ tell: (RunResult.SearchStep) -> Void
    ) -> RunResult.SearchStep? {
        let plan = plan(rate)
        let run = Run(pool, plan)
        let result = run.perform()
        last = result
        isStuck = run.isStuck
        var step = RunResult.SearchStep(result)
        // What a script stops ends early too.
        guard !isStuck, !pool.stop.isSet, step.seconds * 1e9 > 0.9 * Double(plan.duration ?? 0) else {
            search.end = .stopped
            search.endMessage = "the search was stopped before it had found the limit"
            return nil
        }
        let verdict = StepVerdict(result, conditions)
        step.reasons = rate == nil ? [] : verdict.reasons
        step.holds = rate == nil ? nil : verdict.holds
        search.steps.append(step)
        tell(step)
        if let rate, step.holds == true { held[rate] = result }
        guard step.counts.ok > 0 else {
            search.end = .noAnswers
            search.endMessage =
                "no request succeeded" + (rate.map { " at \($0.text(decimals: 2)) requests/s" } ?? "")
                + (verdict.mostFrequentError.map { ": \($0)" } ?? "")
            return nil
        }
        return step
    }

    /// What a run of one rate is to do.
    private func plan(_ rate: Double?) -> RunPlan {
        var plan = pool.plan
        plan.number = search.steps.count
        // Connections must be idle when the next run begins.
        plan.drain = plan.timeout + 1_000_000_000
        guard let rate else { return plan }
        // So long that the percentiles that are asked for mean something, with some room for chance.
        let needed = conditions.compactMap(\.metric.percentile).map { LatencySummary.needed(forPercentile: $0) }.max()
        let length = max(Double(plan.duration ?? 0), Double(needed ?? 0) / rate * 1.1e9)
        plan.duration = UInt64(min(length, 0x1p62))
        plan.load = OpenLoad(stages: [OpenLoad.Stage(duration: plan.duration, rate: rate)], arrivals: arrivals)
        return plan
    }

    // MARK: - The end

    /// Says why there are no more rates to try.
    private mutating func conclude(_ rates: RateSearch) {
        let (lowest, highest) = (rates.rates.first?.rate ?? 0, rates.rates.last?.rate ?? 0)
        if rates.highest == nil {
            search.end = .noneHolds
            search.endMessage = "even at \(lowest.text(decimals: 2)) requests/s the conditions do not hold"
        } else if rates.rates.allSatisfy(\.holds) {
            search.end = .noLimit
            search.endMessage =
                "the conditions held up to \(highest.text(decimals: 2)) requests/s, and no limit was found"
        } else if rates.lower == nil || rates.upper == nil {
            search.end = .unsettled
            search.endMessage =
                "steps of the same rate contradict each other too often for an interval; make them longer (-d)"
        } else {
            search.end = .found
        }
    }

    private mutating func result(_ rates: RateSearch) -> RunResult {
        search.highestRate = rates.highest?.rate
        search.lowerRate = rates.lower?.rate
        search.upperRate = rates.upper?.rate
        let power = search.steps.map {
            $0.rate == nil || $0.latency.mean == 0 ? 0 : $0.requestsPerSecond / $0.latency.mean
        }
        search.kneeStep = power.indices.max { power[$0] < power[$1] }.flatMap { power[$0] > 0 ? $0 : nil }
        // What a script did wrong is in the last run.
        let failed = last?.targets[0].errors.contains { $0.kind == .script } == true ? last : nil
        guard var result = failed ?? search.highestRate.flatMap({ held[$0] }) ?? last else {
            preconditionFailure("a search has at least one run")
        }
        if let message = search.endMessage, search.end != .noAnswers {
            result.warnings.append(RunResult.Warning(code: RunResult.Warning.limitNotFound, message: message))
        }
        result.search = search
        return result
    }
}
