import Testing

@testable import Statistics

@Suite("Percentile spectrum")
struct PercentileSpectrumTests {
    @Test("Is byte for byte what wrk2 prints")
    func golden() {
        let histogram = Histogram(.day, stride(from: 1000, through: 100_000, by: 1000))
        #expect(histogram.percentileSpectrum(scale: 1000) == fixture("wrk2-spectrum.txt"))
    }

    @Test("An empty histogram has one line, at 100 %")
    func empty() {
        let lines = Histogram().percentileSpectrum(scale: 1000).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines[2] == "       0.000     1.000000            0          inf")
        #expect(lines[3] == "#[Mean    =        0.000, StdDeviation   =        0.000]")
    }

    @Test("Values have as many decimals as the histogram has digits")
    func decimals() {
        let text = Histogram(.coarseNanoseconds, [50]).percentileSpectrum(scale: 1000)
        #expect(text.contains("        0.05     0.000000            1         1.00\n"))
    }

    @Test("More ticks make more lines")
    func ticks() {
        let histogram = Histogram(.nanoseconds, 1...1000)
        #expect(histogram.percentileRows(ticksPerHalfDistance: 1).count == 12)
        #expect(histogram.percentileRows(ticksPerHalfDistance: 2).count == 22)
    }

    @Test("Ends where percentiles can no longer be told apart")
    func hugeCounts() {
        let histogram = Histogram()
        histogram.record(1, count: 1 << 53)
        histogram.record(2)
        let rows = histogram.percentileRows(ticksPerHalfDistance: 5)
        #expect(rows.count < 400)
        #expect(rows.last?.percentile == 100)
    }
}
