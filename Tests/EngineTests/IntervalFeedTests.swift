import Statistics
import Testing

@testable import Engine

@Suite struct IntervalFeedTests {
    private func row(_ start: UInt64, _ length: UInt64 = 100, requests: Int = 1) -> IntervalRow {
        let latencies = Histogram(.coarseNanoseconds)
        latencies.record(1000, count: UInt64(requests))
        return IntervalRow(
            start: start,
            length: length,
            requests: requests,
            errors: 0,
            bytes: 10,
            latencies: latencies.takeSnapshot()
        )
    }

    @Test("an interval is told when all workers have come to its end")
    func together() {
        let published = [PublishedIntervals(), PublishedIntervals()]
        var feed = IntervalFeed(interval: 100, warmup: 0, workers: 2)
        published[0].append(row(0))
        #expect(feed.take(published).isEmpty)
        published[1].append(row(0, requests: 2))
        let told = feed.take(published)
        #expect(told.map(\.start) == [0] && told.map(\.requests) == [3] && told.map(\.bytes) == [20])
        #expect(feed.take(published).isEmpty)
    }

    @Test("a longer interval has several rows")
    func longer() {
        let published = [PublishedIntervals()]
        var feed = IntervalFeed(interval: 300, warmup: 0, workers: 1)
        for start in [0, 100] as [UInt64] { published[0].append(row(start)) }
        #expect(feed.take(published).isEmpty)
        published[0].append(row(200))
        published[0].append(row(300))
        let told = feed.take(published)
        #expect(told.map(\.requests) == [3] && told.map(\.length) == [300])
        // The rest, though it is short.
        #expect(feed.take(published, isOver: true).map(\.length) == [100])
    }

    @Test("a row that is longer than its interval, because its worker came late, does not hold up the others")
    func late() {
        let published = [PublishedIntervals()]
        var feed = IntervalFeed(interval: 100, warmup: 0, workers: 1)
        published[0].append(row(0, 250))
        published[0].append(row(250, 50))
        let told = feed.take(published)
        #expect(told.map(\.start) == [0, 250] && told.map(\.length) == [250, 50])
    }

    @Test("intervals of the warm-up lie before 0")
    func warmup() {
        let published = [PublishedIntervals()]
        var feed = IntervalFeed(interval: 100, warmup: 250, workers: 1)
        for (start, length) in [(0, 100), (100, 100), (200, 50), (250, 100)] as [(UInt64, UInt64)] {
            published[0].append(row(start, length))
        }
        let told = feed.take(published)
        #expect(told.map(\.start) == [-250, -50, 0] || told.map(\.start) == [-250, -150, -50, 0])
        #expect(told.reduce(0) { $0 + $1.requests } == 4)
    }
}
