// Calls a function on the path of a request many times over: Benchmarks NAME ITERATIONS. `scripts/bench --budgets`
// counts its instructions and allocations; the time is for a look at a quiet machine.

import Glibc

let benchmarks: [(name: String, run: (Int) throws -> UInt64)] = [
    ("record", recordLatencies),
    ("choose", chooseRequests),
    ("pacer", paceConnections),
    ("render", renderRequests),
    ("parse", parseAnswers),
    ("recall", recallAnswers),
    ("parse-chunked", parseChunkedAnswers),
    ("trace", traceRequests),
]

let arguments = CommandLine.arguments
guard arguments.count == 3, let benchmark = benchmarks.first(where: { $0.name == arguments[1] }),
    let iterations = Int(arguments[2]), iterations > 0
else {
    print("Usage: Benchmarks \(benchmarks.map(\.name).joined(separator: "|")) ITERATIONS")
    exit(1)
}

let clock = ContinuousClock()
let start = clock.now
let checksum = try benchmark.run(iterations)
let nanoseconds = (clock.now - start) / .nanoseconds(1) / Double(iterations)
print("\(benchmark.name): \((nanoseconds * 100).rounded() / 100) ns each, checksum \(checksum)")
