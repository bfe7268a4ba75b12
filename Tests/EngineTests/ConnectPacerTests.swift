import Testing

@testable import Engine

@Suite struct ConnectPacerTests {
    /// When `count` connections are opened by one who asks as soon as he may.
    private func openings(_ count: Int, rate: Double, from start: UInt64 = 1_000_000_000) -> [UInt64] {
        var pacer = ConnectPacer(rate: rate)
        var now = start
        return (0..<count).map { _ in
            now = max(now, pacer.next)
            let isLeave = pacer.take(now)
            #expect(isLeave)
            return now - start
        }
    }

    @Test("a slow rate is kept from the first connection on")
    func slow() {
        #expect(openings(4, rate: 10) == [0, 100_000_000, 200_000_000, 300_000_000])
    }

    @Test("a fast one begins with what 20 ms of it bring")
    func burst() {
        let times = openings(300, rate: 5000)
        #expect(times[99] == 0)
        #expect(times[100] == 200_000)
        #expect(times[299] == 40_000_000)
    }

    @Test("time in which nothing was opened is not made up for beyond the burst")
    func idle() {
        var pacer = ConnectPacer(rate: 1000)
        var opened = 0
        for now in [UInt64(1_000_000_000), 60_000_000_000] {
            opened = 0
            while pacer.take(now) { opened += 1 }
        }
        #expect(opened == 20)
    }

    @Test("a connection that comes too early gets no leave")
    func early() {
        var pacer = ConnectPacer(rate: 10)
        let leaves = [1_000_000_000, 1_099_999_999, 1_100_000_000].map { pacer.take($0) }
        #expect(leaves == [true, false, true])
    }
}
