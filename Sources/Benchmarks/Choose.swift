import Workload

/// Chooses between requests of different weights.
func chooseRequests(_ iterations: Int) throws -> UInt64 {
    let requests = try [1.0, 2, 4, 9].map { weight in
        Request(target: try RequestTarget("/\(weight)"), weight: weight)
    }
    var chooser = RequestChooser(RequestMix(requests: requests), worker: 0)
    var sum: UInt64 = 0
    for _ in 0..<iterations { sum &+= UInt64(chooser.next()) }
    return sum
}
