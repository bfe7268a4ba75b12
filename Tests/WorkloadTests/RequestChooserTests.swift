import Testing
import Workload

@Suite("RequestChooser")
struct RequestChooserTests {
    private func choices(
        _ weights: [Double],
        _ order: RequestMix.Order = .weighted,
        seed: UInt64 = 1,
        worker: Int = 0,
        count: Int
    ) throws -> [Int] {
        let requests = try weights.indices.map { index in
            Request(name: "\(index)", target: try RequestTarget("/"), weight: weights[index])
        }
        var chooser = RequestChooser(RequestMix(requests: requests, order: order, seed: seed), worker: worker)
        return (0..<count).map { _ in chooser.next() }
    }

    @Test(
        "Choices are in proportion to the weights",
        arguments: [
            [1], [1, 1], [3, 1], [1, 3], [10, 1, 1, 1, 1], [0.25, 0.5, 0.25], [1, 2, 3, 4, 5, 6, 7], [1e6, 1e-6, 1e6],
        ]
    )
    func proportions(weights: [Double]) throws {
        let count = 200_000
        let chosen = try choices(weights, seed: 3, count: count)
        let total = weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            let share = weight / total
            let deviation = (share * (1 - share) / Double(count)).squareRoot()
            let found = Double(chosen.count { $0 == index }) / Double(count)
            // The seed is fixed, so this passes or fails for good; five deviations allow for a fair generator.
            #expect(abs(found - share) <= 5 * deviation)
        }
    }

    @Test("The same seed gives the same choices in each worker, and workers differ")
    func seeds() throws {
        let first = try choices([1, 1, 1], seed: 5, worker: 0, count: 100)
        #expect(try choices([1, 1, 1], seed: 5, worker: 0, count: 100) == first)
        #expect(try choices([1, 1, 1], seed: 5, worker: 1, count: 100) != first)
        #expect(try choices([1, 1, 1], seed: 6, worker: 3, count: 100) != first)
        #expect(try choices([1, 1], seed: .max, worker: 3, count: 100).count == 100)
    }

    @Test("A sequence goes round from the first request in each worker", arguments: [0, 1, 7])
    func sequential(worker: Int) throws {
        #expect(try choices([1, 9, 1], .sequential, worker: worker, count: 7) == [0, 1, 2, 0, 1, 2, 0])
        #expect(try choices([1], .sequential, worker: worker, count: 3) == [0, 0, 0])
    }
}
