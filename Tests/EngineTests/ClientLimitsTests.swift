import Testing

@testable import Engine

@Suite struct ClientLimitsTests {
    private func reasons(seconds: Double = 10, _ change: (inout ClientLimits) -> Void) -> [String] {
        var limits = ClientLimits(seconds: seconds)
        limits.processorShares = [0.5, 0.6]
        limits.runDelayShares = [0.001, 0.002]
        limits.stolenShare = 0
        limits.lateness = 100_000
        limits.latency = 2_000_000
        change(&limits)
        return limits.reasons
    }

    @Test("a client with time to spare is no limit")
    func ok() {
        #expect(reasons { _ in }.isEmpty)
        #expect(reasons { $0.processorShares = [0.96, 0.96] }.isEmpty)
    }

    @Test("below 2 % without a processor, lateness and what else a machine does are no limit")
    func usual() {
        let found = reasons {
            $0.runDelayShares = [0.019]
            $0.lateness = 50_000_000
        }
        #expect(found.isEmpty)
    }

    @Test("a thread that uses its processor up is a limit")
    func saturated() {
        let sentence = "1 of 2 threads had no time to spare: add threads (-t) or machines"
        #expect(reasons { $0.processorShares = [0.5, 0.98] } == [sentence])
    }

    @Test("time without a processor is a limit from a tenth on, whoever had it")
    func withoutProcessor() {
        let waited = "a thread waited for a processor for 12 % of the time: leave it more of them"
        #expect(reasons { $0.runDelayShares = [0.01, 0.12] } == [waited])
        let stolen = "the host gave 15 % of this machine's processor time to others"
        #expect(reasons { $0.stolenShare = 0.15 } == [stolen])
        // Unknown is not none.
        let unknown = reasons {
            $0.runDelayShares = []
            $0.stolenShare = nil
        }
        #expect(unknown.isEmpty)
    }

    @Test("less than that is a limit where it is felt in the latencies")
    func late() {
        let sentence = "threads came 1.5 ms too late (p99) for want of a processor"
        let late = reasons {
            $0.runDelayShares = [0.03]
            $0.lateness = 1_500_000
            $0.latency = 15_000_000
        }
        #expect(late == [sentence])
        let unfelt = reasons {
            $0.runDelayShares = [0.03]
            $0.lateness = 1_500_000
            $0.latency = 16_000_000
        }
        #expect(unfelt.isEmpty)
    }

    @Test("a thread that stands still for a tenth of the time is a limit, whoever stopped it")
    func standstill() {
        let sentence = "a thread stood still for 1.2 s: it was stopped, the machine was, or a script took so long"
        #expect(reasons { $0.longestLateness = 1_200_000_000 } == [sentence])
        #expect(reasons { $0.longestLateness = 900_000_000 }.isEmpty)
        #expect(reasons(seconds: 0.2) { $0.longestLateness = 100_000_000 }.isEmpty)
    }

    @Test("what the machine had no more of is a limit, however short the run")
    func scarce() {
        let found = reasons(seconds: 0.01) {
            $0.withoutDescriptor = 3
            $0.withoutPort = 4
        }
        #expect(found == ["3 connections found no descriptor (ulimit -n)", "4 connections found no local port"])
    }

    @Test("shares of a moment say nothing")
    func short() {
        let found = reasons(seconds: 0.2) {
            $0.runDelayShares = [0.5]
            $0.processorShares = [1]
        }
        #expect(found.isEmpty)
    }

    @Test("stolen time is a share of the processors' ticks")
    func stolenTime() throws {
        let before = try #require(StolenTime(line: "cpu  100 0 50 800 10 0 5 35 0 0\n"))
        let after = try #require(StolenTime(line: "cpu  150 0 70 900 10 0 5 65 0 0\n"))
        #expect(after.share(since: before) == 0.15 && before.share(since: before) == 0)
        #expect(StolenTime(line: "cpu0 1 2 3 4 5 6 7 8") == nil && StolenTime(line: "cpu 1 2 3") == nil)
        #expect(StolenTime() != nil)
    }

    @Test("ports of connections that were closed are taken for a minute")
    func ports() {
        #expect(LocalPorts.left(of: 28_000, kept: 100, opened: 100, seconds: 10) == 27_900)
        #expect(LocalPorts.left(of: 28_000, kept: 100, opened: 60_000, seconds: 120) == 0)
        #expect(LocalPorts.left(of: 28_000, kept: 100, opened: 6_000, seconds: 120) == 25_000)
        #expect((LocalPorts.count ?? 1) > 0)
    }
}
