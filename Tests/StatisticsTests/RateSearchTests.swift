import Foundation
import Testing

@testable import Statistics

@Suite struct RateSearchTests {
    /// Searches until the end; `holds` says what becomes of each try.
    private func search(closedRate: Double, _ holds: (Double) -> Bool) -> RateSearch {
        var search = RateSearch(closedRate: closedRate)
        while let rate = search.next { search.add(rate, held: holds(rate)) }
        return search
    }

    @Test(
        "the limit is found within two percent, wherever it is",
        arguments: [16, 55, 123.4, 249, 251, 500, 701, 999, 1300, 3999]
    )
    func exact(limit: Double) throws {
        let search = search(closedRate: 1000) { $0 <= limit }
        let (highest, lower, upper) = (
            try #require(search.highest), try #require(search.lower), try #require(search.upper)
        )
        #expect(highest == lower && highest.held == 4 && highest.tries == 4 && upper.held == 0 && upper.tries == 4)
        #expect(highest.rate <= limit && upper.rate > limit && upper.rate / highest.rate <= 1.02)
        #expect(search.tallies.reduce(0) { $0 + $1.tries } <= 25)
    }

    @Test("below a 64th of the closed loop's rate nothing is looked for")
    func tooLow() {
        let search = search(closedRate: 1000) { $0 <= 7.9 }
        #expect(search.highest == nil && search.lower == nil && search.upper?.rate == 15.63)
    }

    @Test("the first rates are a ladder, so that the curve has points")
    func ladder() {
        let rates = search(closedRate: 481.2) { $0 <= 470 }.tallies.map(\.rate)
        #expect(Array(rates.prefix(3)) == [120.3, 240.6, 360.9] && rates.last == 481.2)
    }

    @Test("a try that fails by chance far below the limit is made good")
    func fluke() throws {
        var tries = 0
        let search = search(closedRate: 1000) { rate in
            tries += 1
            return rate <= 900 && tries != 2
        }
        let highest = try #require(search.highest)
        #expect(highest.rate <= 900 && highest.rate > 880 && search.upper != nil)
    }

    @Test("nothing holds, or all: the search ends and says so", arguments: [false, true])
    func endless(holds: Bool) {
        let search = search(closedRate: 1000) { _ in holds }
        #expect((search.highest != nil) == holds && (search.upper == nil) == holds)
        #expect(search.tallies.reduce(0) { $0 + $1.tries } < 25)
    }

    @Test("tries that contradict each other for ever come to an end")
    func contradictory() {
        var random = SplitMix64(seed: 1)
        for _ in 0..<200 {
            let search = search(closedRate: 1000) { _ in random.below(2) == 0 }
            #expect(search.tallies.reduce(0) { $0 + $1.tries } <= RateSearch.mostTries)
        }
    }

    @Test(
        "with noise, the interval has the rate in it that holds in half of the tries",
        arguments: [0.003, 0.01, 0.03]
    )
    func coverage(spread: Double) throws {
        var random = SplitMix64(seed: 7)
        let limit = 870.0
        var (covered, tries) = (0, 0)
        var estimates: [Double] = []
        var widths: [Double] = []
        for _ in 0..<400 {
            let search = search(closedRate: 1000) { rate in
                let probability = 1 / (1 + exp(log(rate / limit) / spread))
                return Double(random.next() >> 11) * 0x1p-53 < probability
            }
            tries += search.tallies.reduce(0) { $0 + $1.tries }
            if let lower = search.lower, let upper = search.upper { widths.append(upper.rate / lower.rate) }
            if let highest = search.highest { estimates.append(highest.rate) }
            if let lower = search.lower, let upper = search.upper, lower.rate <= limit, upper.rate >= limit {
                covered += 1
            }
        }
        estimates.sort()
        #expect(covered >= 365 && tries / 400 < 30)
        #expect(abs(estimates[200] / limit - 1) < 0.025 && widths.sorted()[200] < 1.13)
    }
}
