import Statistics

/// Records latencies between 1 µs and 1 s, every magnitude as likely as the next, the same in every run.
func recordLatencies(_ iterations: Int) -> UInt64 {
    let latencies = makeLatencies(count: 65_536)
    let histogram = Histogram(.nanoseconds)
    latencies.withUnsafeBufferPointer { latencies in
        for iteration in 0..<iterations { histogram.record(latencies[iteration % 65_536]) }
    }
    return histogram.count
}

private func makeLatencies(count: Int) -> [UInt64] {
    var state: UInt64 = 42
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407  // Knuth's MMIX generator
        let magnitude = (state >> 32) % 20
        return (1_000 << magnitude) + (state >> 24) % (1_000 << magnitude)
    }
}
