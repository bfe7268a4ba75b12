// Prints what `Histogram.record` costs. Run it optimised: swift run -c release Benchmarks

import Glibc
import Statistics

/// Latencies between 1 µs and 1 s, every magnitude as likely as the next, the same in every run.
func makeLatencies(count: Int) -> [UInt64] {
    var state: UInt64 = 42
    return (0..<count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407  // Knuth's MMIX generator
        let magnitude = (state >> 32) % 20
        return (1_000 << magnitude) + (state >> 24) % (1_000 << magnitude)
    }
}

/// Nanoseconds per record of one pass over `values`, `rounds` times.
func measureRecord(_ values: [UInt64], rounds: Int) -> Double {
    let histogram = Histogram(.nanoseconds)
    let elapsed = ContinuousClock().measure {
        for _ in 0..<rounds {
            for value in values { histogram.record(value) }
        }
    }
    precondition(histogram.count == UInt64(values.count * rounds), "a record was lost")
    return elapsed / .nanoseconds(values.count * rounds)
}

/// `value` with two decimals.
func hundredths(_ value: Double) -> Double { (value * 100).rounded() / 100 }

let values = makeLatencies(count: 65_536)
let results = (0..<15).map { _ in measureRecord(values, rounds: 100) }.sorted()
let (median, fastest) = (results[results.count / 2], results[0])
print("Histogram.record: median \(hundredths(median)) ns, fastest \(hundredths(fastest)) ns")
