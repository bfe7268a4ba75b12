internal import Statistics

/// The figures of comparisons as text: the same on a terminal, in Markdown and in other reports.
enum ComparisonText {
    /// What a figure is called: `requests/s`, `cpu/request`, `p99`.
    static func label(_ metric: String) -> String {
        switch metric {
        case "rps": "requests/s"
        case "cpu": "cpu/request"
        default: metric
        }
    }

    /// A value of a figure with its unit; a dash where there is none.
    static func value(_ value: Double?, of metric: CompareResult.Metric) -> String {
        guard let value else { return "-" }
        return switch metric.unit {
        case "s": time(nanoseconds: value * 1e9)
        case "ns": time(nanoseconds: value)
        default: rate(value)
        }
    }

    /// A number of things a second: with a decimal where it is small.
    static func rate(_ value: Double) -> String { value < 100 ? fixed(value, 1) : grouped(value) }

    /// A time in three digits: `1.51 ms`.
    static func time(nanoseconds: Double) -> String {
        let units = [(1e9, "s"), (1e6, "ms"), (1e3, "us")]
        // What would be rounded to a thousand belongs to the next unit.
        let (factor, unit) = units.first { nanoseconds >= $0.0 * 0.9995 } ?? (1, "ns")
        let value = nanoseconds / factor
        return "\(fixed(value, value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2)) \(unit)"
    }

    /// A number with a comma before every third digit from the end.
    static func grouped(_ number: Int) -> String {
        let digits = Array("\(number.magnitude)".reversed())
        let groups = stride(from: 0, to: digits.count, by: 3).map { String(digits[$0..<min($0 + 3, digits.count)]) }
        return (number < 0 ? "-" : "") + String(groups.joined(separator: ",").reversed())
    }

    /// The same of the whole number nearest to `value`; as it is where that is none a program counts to.
    static func grouped(_ value: Double) -> String { Int(exactly: value.rounded()).map(grouped) ?? "\(value)" }

    /// A change with its sign: `-4.9 %`; a dash where there is none.
    static func change(_ metric: CompareResult.Metric) -> String {
        metric.estimate.map { "\(signed($0, decimals(metric))) %" } ?? "-"
    }

    /// Its interval: `-6.1 .. -3.7 %`; a dash where there is none.
    static func interval(_ metric: CompareResult.Metric) -> String {
        interval(metric.lower, metric.upper, decimals(metric))
    }

    /// The interval of the change of all slots together.
    static func pooled(_ metric: CompareResult.Metric) -> String {
        interval(metric.pooledLower, metric.pooledUpper, decimals(metric))
    }

    private static func interval(_ lower: Double?, _ upper: Double?, _ decimals: Int) -> String {
        guard let lower, let upper else { return "-" }
        return "\(signed(lower, decimals)) .. \(signed(upper, decimals)) %"
    }

    /// The interval without signs, in words: `3.7 to 6.1 %`.
    static func range(_ metric: CompareResult.Metric) -> String {
        guard let lower = metric.lower, let upper = metric.upper else { return "-" }
        let ends = [abs(lower), abs(upper)].sorted().map { fixed($0 * 100, decimals(metric)) }
        return "\(ends[0]) to \(ends[1]) %"
    }

    /// The change with its interval: `-4.9 % (-6.1 .. -3.7 %)`.
    static func finding(_ metric: CompareResult.Metric) -> String {
        guard metric.estimate != nil else { return "too little was measured" }
        guard metric.lower != nil, metric.upper != nil else { return "\(change(metric)), without an interval" }
        return "\(change(metric)) (\(interval(metric)))"
    }

    /// The change without its sign: `4.9 %`.
    static func size(_ metric: CompareResult.Metric) -> String {
        "\(fixed(abs(metric.estimate ?? 0) * 100, decimals(metric))) %"
    }

    /// A part of 1 as a percentage, with at most one decimal where it is not small: `3 %`.
    static func percent(_ part: Double) -> String {
        let percent = part * 100
        return "\(percent.text(decimals: abs(percent) >= 0.095 || percent == 0 ? 1 : 4)) %"
    }

    /// A change that could be seen; a counter of a histogram is 0.1 % wide, so nothing smaller is.
    static func detectable(_ change: Double) -> String { change < 0.001 ? "less than 0.1 %" : percent(change) }

    /// A p-value with four decimals: `0.6485`, `< 0.0001`; none is 0.
    static func probability(_ value: Double) -> String {
        value < 0.0001 ? "< 0.0001" : value.text(decimals: 4)
    }

    /// What tells how much the machine's speed varied: under a rate, requests a second do not.
    static func whatVaried(_ noise: CompareResult.Noise) -> String {
        noise.metric == "rps" ? "the machine's speed" : "the baseline's \(label(noise.metric))"
    }

    /// A share of requests, which may be small: `0.012 %`.
    static func share(_ part: Double) -> String {
        let percent = part * 100
        guard percent == 0 || percent >= 0.00001 else { return "< 0.00001 %" }
        return "\(percent.text(decimals: percent >= 1 || percent == 0 ? 1 : percent >= 0.01 ? 3 : 5)) %"
    }

    /// A time in words: `3 min 50 s`.
    static func duration(_ seconds: Double) -> String {
        guard let whole = Int(exactly: seconds.rounded()) else { return "\(seconds) s" }
        guard whole >= 60 else { return "\(whole) s" }
        guard whole >= 3600 else { return "\(whole / 60) min" + (whole % 60 > 0 ? " \(whole % 60) s" : "") }
        return "\(whole / 3600) h" + (whole % 3600 >= 60 ? " \(whole % 3600 / 60) min" : "")
    }

    /// The word for what a figure says; `info` where it has no say.
    static func word(_ verdict: ComparisonVerdict?) -> String {
        switch verdict {
        case .worse: "WORSE"
        case .better: "BETTER"
        case .same: "same"
        case .inconclusive: "inconclusive"
        case nil: "info"
        }
    }

    /// The word for what is said of a candidate.
    static func word(_ verdict: CompareResult.Verdict) -> String {
        verdict.rawValue.uppercased().replacing("-", with: " ")
    }

    /// A name with the part of its build, where it does not say that itself.
    static func title(_ build: CompareResult.Build) -> String {
        build.name == build.role.rawValue ? build.name : "\(build.name) (\(build.role.rawValue))"
    }

    /// How the load is made: `closed loop, 64 connections`.
    static func load(_ config: RunResult.Config) -> String {
        let rates = config.stages.map { stages in
            "\(WrkReport.rates(stages)) due\(config.arrivals == "poisson" ? " at random" : "")"
        }
        let connections = "\(grouped(config.connections)) connection\(config.connections == 1 ? "" : "s")"
        return "\(rates ?? "closed loop"), \(connections)"
    }

    /// More decimals than an interval has room for say nothing, but where they tell on which side of a limit an end lies that decides.
    private static func decimals(_ metric: CompareResult.Metric) -> Int {
        guard let lower = metric.lower, let upper = metric.upper else { return 1 }
        let usual = (upper - lower) / 2 < 0.03 ? 1 : 0
        guard metric.gated else { return usual }
        // The margin is a ratio: 5 % more, or the same the other way round, which is 4.8 % less.
        let limits = [0, metric.margin, 1 / (1 + metric.margin) - 1]
        let enough = (usual...2).first { decimals in
            [lower, upper].allSatisfy { end in
                limits.allSatisfy { $0 == end || signed($0, decimals) != signed(end, decimals) }
            }
        }
        return enough ?? 2
    }

    private static func signed(_ part: Double, _ decimals: Int) -> String {
        let text = fixed(part * 100, decimals)
        if text.allSatisfy({ "-0.".contains($0) }) { return fixed(0, decimals) }
        return part > 0 ? "+\(text)" : text
    }

    private static func fixed(_ value: Double, _ decimals: Int) -> String {
        Units.fixed(Units.Real(value), decimals: decimals)
    }
}
