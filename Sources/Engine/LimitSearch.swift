package import Statistics
package import Workload

/// Looks for the highest rate at which conditions hold: one run after the other on connections that stay open.
package struct LimitSearch {
    private let pool: WorkerPool
    private let conditions: [Assertion]
    private let arrivals: OpenLoad.Arrivals
    private var steps: [RunResult.SearchStep] = []
    /// How many steps in a row had no answer that was wanted: one may be a restart.
    private var withoutAnswer = 0
    /// How many runs there were.
    private var number = 0
    /// The runs that held, by rate, and the last one.
    private var held: [Double: FinishedRun] = [:]
    private var last: FinishedRun?
    /// Why it ended before there were no more rates to try.
    private var end: (RunResult.Search.End, message: String?)?

    /// What is told while it goes on.
    package enum Progress {
        /// A step of this rate is made again, for longer, so that it has the requests that a percentile needs.
        case longStep(rate: Double, seconds: Double)
        /// A step is over.
        case step(RunResult.SearchStep)
    }

    /// What a run has left.
    package struct FinishedRun {
        /// What was measured; of a search with how it went.
        package fileprivate(set) var result: RunResult
        /// Requests per second of each worker, sampled as wrk does.
        package let rates: [UInt64]
        /// Whether some workers are still at it: nothing of theirs may be used or given back.
        package let isStuck: Bool
    }

    /// A search on the connections of `pool`, whose plan says how long each run is and what comes before it.
    package init(_ pool: WorkerPool, _ conditions: [Assertion], arrivals: OpenLoad.Arrivals) {
        self.pool = pool
        self.conditions = conditions
        self.arrivals = arrivals
    }

    /// How many steps in a row the client must have been the limit in before that is believed.
    private static let mostLimited = 3

    /// Searches to the end, and tells of its steps.
    ///
    /// Blocks the calling thread.
    ///
    /// - Returns: the run at the highest rate that held; the last one where there is none, or it went wrong.
    package mutating func perform(_ tell: (Progress) -> Void) -> FinishedRun {
        let first = step(nil, tell)
        var search = first.map { RateSearch(closedRate: $0.requestsPerSecond) }
        var limited = 0
        while let rate = search?.next, let step = step(rate, tell) {
            guard step.holds == nil else {
                limited = 0
                search?.add(rate, held: step.holds == true)
                continue
            }
            limited += 1
            guard limited < LimitSearch.mostLimited else {
                end = (
                    .clientLimited,
                    "squall itself was the limit at \(rate.text(decimals: 2)) requests/s, and the server's may be higher: "
                        + step.clientReasons.joined(separator: "; ")
                )
                break
            }
        }
        return finish(search)
    }

    // MARK: - Steps

    /// Runs once, as fast as connections are answered where there is no rate; again and longer where that has too few requests
    /// for a percentile that may hold.
    ///
    /// - Returns: nil where the search must end.
    private mutating func step(_ rate: Double?, _ tell: (Progress) -> Void) -> RunResult.SearchStep? {
        let usual = pool.plan.duration ?? 0
        let needed = rate.map(neededLength) ?? 0
        guard let result = run(plan(rate, lasting: usual)) else { return nil }
        guard let rate, needed > usual, result.targets[0].counts.ok > 0,
            !StepVerdict.isHopeless(result.targets[0], conditions)
        else { return judge(result, rate, tell) }
        tell(.longStep(rate: rate, seconds: Double(needed) / 1e9))
        return run(plan(rate, lasting: needed)).flatMap { judge($0, rate, tell) }
    }

    /// - Returns: nil where the run was stopped.
    private mutating func run(_ plan: RunPlan) -> RunResult? {
        let run = Run(pool, plan)
        let result = run.perform()
        number += 1
        last = FinishedRun(result: result, rates: run.rates, isStuck: run.isStuck)
        guard run.isStuck || run.wasStopped else { return result }
        let who = pool.stop.isSet || run.isStuck ? "" : " by the script"
        end = (.stopped, "the search was stopped\(who) before it had found the limit")
        return nil
    }

    private mutating func judge(
        _ result: RunResult,
        _ rate: Double?,
        _ tell: (Progress) -> Void
    ) -> RunResult.SearchStep? {
        var step = RunResult.SearchStep(result)
        let verdict = StepVerdict(result, conditions)
        if rate != nil { (step.holds, step.reasons) = (verdict.holds, verdict.reasons) }
        steps.append(step)
        tell(.step(step))
        if let rate, step.holds == true { held[rate] = last }
        let place = rate.map { " at \($0.text(decimals: 2)) requests/s" } ?? ""
        withoutAnswer = step.counts.ok > 0 || rate != nil && step.holds == nil ? 0 : withoutAnswer + 1
        if withoutAnswer > (rate == nil ? 0 : 1) {
            end = (.noAnswers, "no request succeeded\(place)" + (verdict.mostFrequentError.map { ": \($0)" } ?? ""))
        } else if rate == nil, step.requestsPerSecond == 0 {
            end = (.noAnswers, "no answer came within a step; make it longer (-d)")
        }
        return end == nil ? step : nil
    }

    /// How long a step of this rate must be for the percentiles that are asked for to mean something, with some room for
    /// chance, in nanoseconds.
    private func neededLength(_ rate: Double) -> UInt64 {
        let needed = conditions.percentiles.map { LatencySummary.needed(forPercentile: $0) }.max() ?? 0
        return UInt64(min(Double(needed) / rate * 1.1e9, Double(TimeSpan.most)))
    }

    /// What a run is to do.
    private func plan(_ rate: Double?, lasting length: UInt64) -> RunPlan {
        var plan = pool.plan.followed(number: number, lasting: length)
        plan.load = rate.map { OpenLoad(stages: [OpenLoad.Stage(duration: length, rate: $0)], arrivals: arrivals) }
        return plan
    }

    // MARK: - The end

    private func finish(_ search: RateSearch?) -> FinishedRun {
        let (end, message) = end ?? search.map(conclusion) ?? (.stopped, nil)
        // What went wrong is in the last run.
        let isBroken = last?.isStuck == true || last?.result.targets[0].errors.contains { $0.kind == .script } == true
        let best = isBroken ? nil : search?.highest.flatMap { held[$0.rate] }
        guard var finished = best ?? last else { preconditionFailure("a search has at least one run") }
        if let rate = finished.result.config.stages?.first?.startRate {
            finished.result.warnings = finished.result.warnings.map {
                let message = "in the step at \(rate.text(decimals: 2)) requests/s: \($0.message)"
                return RunResult.Warning(code: $0.code, message: message)
            }
        }
        if let message, end != .noAnswers {
            finished.result.warnings.append(
                RunResult.Warning(code: RunResult.Warning.limitNotFound, message: message)
            )
        }
        finished.result.search = RunResult.Search(
            conditions: conditions.map(\.text),
            end: end,
            endMessage: message,
            highestRate: search?.highest?.rate,
            lowerRate: search?.lower?.rate,
            upperRate: search?.upper?.rate,
            repeats: RateSearch.repeats,
            kneeStep: knee,
            steps: steps
        )
        return finished
    }

    /// Why there are no more rates to try, and what that means where it is not the limit.
    private func conclusion(_ search: RateSearch) -> (RunResult.Search.End, String?) {
        let tried = (search.tallies.first?.rate ?? 0, search.tallies.last?.rate ?? 0)
        if search.highest == nil {
            return (.noneHolds, "even at \(tried.0.text(decimals: 2)) requests/s the conditions do not hold")
        }
        if search.tallies.allSatisfy(\.holds) {
            return (
                .noLimit, "the conditions held up to \(tried.1.text(decimals: 2)) requests/s, and no limit was found"
            )
        }
        if search.lower == nil || search.upper == nil {
            return (
                .unsettled,
                "steps of the same rate contradict each other too often for an interval; make them longer (-d)"
            )
        }
        return (.found, nil)
    }

    /// The step that held with the most completed requests a second for its mean latency (Kleinrock's power).
    private var knee: Int? {
        let power = steps.map { $0.holds == true && $0.latency.mean > 0 ? $0.requestsPerSecond / $0.latency.mean : 0 }
        return power.indices.max { power[$0] < power[$1] }.flatMap { power[$0] > 0 ? $0 : nil }
    }
}
