import Glibc
import Statistics
import Testing

@testable import Reports

@Suite struct ChartTests {
    // MARK: - Percentiles

    @Test("each decade of a percentile chart is a tenth of the requests that are left")
    func decades() throws {
        let histogram = Histogram(.nanoseconds)
        for value in 1...1000 { histogram.record(UInt64(value)) }
        let points = PercentileChart.points(of: histogram)
        let values = [0.0, 1, 2].map { decade in
            points.min { abs($0.decades - decade) < abs($1.decades - decade) }?.value
        }
        #expect(values == [1, 900, 990])
        #expect(try #require(points.last).value == 1000)
        #expect(abs(try #require(points.last).decades - 3) < 1e-9)
        #expect(zip(points, points.dropFirst()).allSatisfy { $0.value <= $1.value && $0.decades <= $1.decades })
        #expect(points.count <= 300)
    }

    @Test("a percentile chart of one latency is a dot, and one of none is nothing")
    func fewLatencies() {
        let histogram = Histogram(.nanoseconds)
        let curve = PercentileChart.Curve(name: "run", histogram: histogram, colour: 0)
        #expect(PercentileChart.points(of: histogram).isEmpty)
        #expect(PercentileChart.html([curve]).isEmpty)
        histogram.record(1000)
        let markup = PercentileChart.html([curve]).source
        #expect(markup.contains("<circle class=\"c0 solid dot\" cx=\"0%\""))
        #expect(!markup.contains("<path"))
    }

    @Test(
        "the labels of percentiles have as many nines as it takes",
        arguments: [
            (1, ["0 %", "90 %"]), (2.5, ["0 %", "90 %", "99 %"]), (4, ["0 %", "90 %", "99 %", "99.9 %", "99.99 %"]),
            (6.2, ["0 %", "99 %", "99.99 %", "99.9999 %"]),
        ] as [(Double, [String])]
    )
    func percentileLabels(end: Double, labels: [String]) {
        let ticks = PercentileChart.ticks(end: end)
        #expect(ticks.filter { !$0.isMinor }.map(\.label) == labels)
        #expect(ticks.allSatisfy { (0...1).contains($0.position) })
    }

    // MARK: - Time

    private func interval(_ start: Double, _ length: Double = 1, _ latencies: [UInt64] = [1000]) -> RunResult.Interval {
        let histogram = Histogram(.coarseNanoseconds)
        for latency in latencies { histogram.record(latency) }
        return RunResult.Interval(
            start: start,
            length: length,
            startedAt: "",
            requests: latencies.count,
            errors: 1,
            bytesIn: 0,
            histogram: EncodedHistogram(histogram)
        )
    }

    @Test("a row for each interval, with its rates and latencies")
    func rows() {
        let rows = TimeRow.rows([interval(0, 0.5, [100, 200, 50_000]), interval(0.5, 0.5, [])])
        #expect(rows.map(\.rate) == [6, 0])
        #expect(rows.map(\.errorRate) == [2, 2])
        #expect(rows[0].latencies?.p50 == 200 && rows[0].latencies.map { $0.max > 49_000 } == true)
        #expect(rows[1].latencies == nil)
    }

    @Test("intervals are put together where there are many, and a scrap at the end goes to the one before it")
    func merged() {
        let rows = TimeRow.rows((0..<10).map { interval(Double($0)) } + [interval(10, 0.01, [])], most: 5)
        #expect(rows.map(\.start) == [0, 3, 6])
        #expect(rows.map(\.end) == [3, 6, 10.01])
        let scrap = TimeRow.rows([interval(0), interval(1), interval(2, 0.01, [])])
        #expect(scrap.map(\.end) == [1, 2.01])
    }

    @Test("a line has a gap where there is no latency, and a point alone is a dot")
    func gaps() {
        let rows = TimeRow.rows([interval(0), interval(1), interval(2, 1, []), interval(3)])
        let markup = TimeChart(rows: rows, stages: [], steadiness: nil).html.source
        #expect(markup.contains("d=\"M125,"))
        #expect(markup.contains("<circle class=\"c0 solid dot\" cx=\"87.5%\""))
        #expect(markup.contains("no request ended"))
    }

    @Test("what was due is drawn up to the end of the run, as far as a rate had risen by then")
    func due() {
        let stages = [
            RunResult.Config.Stage(durationSeconds: 1, startRate: 0, endRate: 0),
            RunResult.Config.Stage(durationSeconds: 4, startRate: 0, endRate: 16),
            RunResult.Config.Stage(durationSeconds: 1, startRate: 99, endRate: 99),
        ]
        let rows = TimeRow.rows([interval(0), interval(1), interval(2)])
        let markup = TimeChart(rows: rows, stages: stages, steadiness: nil).html.source
        // Half of the second stage: 8 of 8 requests a second at the right end.
        #expect(markup.contains("<path class=\"line cn dashed\" d=\"M0,1000 333,1000 1000,0\"/>"))
    }

    // MARK: - Rounds

    @Test("changes of rounds are those of their own figures")
    func roundChanges() throws {
        let result = sampleComparison(change: 0.5, noise: 0, rounds: 4)
        let metrics = result.comparison.metrics
        for (name, change) in [("rps", 0.5), ("cpu", 2), ("p50", 2)] {
            let metric = try #require(metrics.first { $0.metric == name })
            let changes = RoundChange.changes(of: metric, in: result.rounds)
            #expect(changes.map(\.place) == [1, 2, 3, 4])
            #expect(changes.allSatisfy { abs($0.logarithm - (change == 2 ? 1 : -1) * 0.693147) < 2e-3 }, "\(name)")
            #expect(changes.map(\.candidateIsFirst) == result.rounds.map { $0.order == "BA" })
        }
    }

    @Test("a percentile that takes several rounds has a change for as many")
    func mergedRounds() throws {
        let result = sampleComparison(rounds: 7)
        var metric = try #require(result.comparison.metrics.first { $0.metric == "p99" })
        metric.roundsPerUnit = 3
        let changes = RoundChange.changes(of: metric, in: result.rounds)
        #expect(changes.map(\.place) == [2, 5])
        #expect(changes.map(\.name) == ["rounds 1 to 3", "rounds 4 to 6"])
    }

    @Test("rounds in which a build has no value are left out")
    func missingValues() throws {
        var result = sampleComparison(rounds: 4)
        result.rounds[2].candidate.length = 0
        let metric = try #require(result.comparison.metrics.first { $0.metric == "rps" })
        #expect(RoundChange.changes(of: metric, in: result.rounds).map(\.place) == [1, 2, 4])
    }

    @Test("a slot without an answer counts as less than one request, as it is judged")
    func silentSlot() throws {
        var result = sampleComparison(rounds: 2)
        result.rounds[1].candidate.requests = 0
        let metric = try #require(result.comparison.metrics.first { $0.metric == "rps" })
        let change = try #require(RoundChange.changes(of: metric, in: result.rounds).last)
        #expect(abs(change.logarithm - log(0.5 / result.rounds[1].baseline.requests)) < 1e-9)
    }
}
