import Foundation

/// The vectors of Fixtures/compare-vectors.json: statistics of comparisons, checked against other implementations.
struct ComparisonVectors: Decodable {
    let splitmix64: Random
    let mannWhitney: [Samples]
    let signedRankAndHodgesLehmann: [Differences]
    let signedRankNullCounts: [String: [Double]]
    let signedRankCriticalK: CriticalValues
    let studentT: Student
    let bootstrap: [Bootstrap]
    let minRounds: [String: Int]
    let normalQuantiles: [String: Double]
    let compare: [Comparison]
    let pooledQuantileBlockBootstrap: Pooled
    let quantileType7: [Quantile]
    let startUnits: StartUnits
    let sequential: Sequential

    struct Random: Decodable {
        let seed: UInt64
        let first: [String]
        let below10_seed7: [UInt64]
        let coins_seed7: [UInt64]
        let unit_seed7: [Double]
    }

    struct Samples: Decodable {
        let name: String
        let a: [Double]
        let b: [Double]
        let pAsymptoticContinuityTies: Double
    }

    struct Differences: Decodable {
        let name: String
        let d: [Double]
        let pExact: Double
        let hl95: Interval
        let hl99: Interval
    }

    struct Interval: Decodable {
        let estimate: Double
        let k: Int
        let lower: Double
        let upper: Double
    }

    struct Student: Decodable {
        let tQuantiles: [String: Double]
    }

    struct Bootstrap: Decodable {
        let d: [Double]
        let stat: String
        let B: Int
        let seed: UInt64
        let alpha: Double
        let lower: Double
        let upper: Double
        let meanOfResamples: Double
    }

    struct CriticalValues: Decodable {
        let alphas: [Double]
        let table: [String: [Int]]
    }

    struct Comparison: Decodable {
        let name: String
        let alpha: Double
        let margin: Double
        let largerIsBetter: Bool
        let rounds: [Round]
        let d: [Double]
        let pSignedRank: Double
        let estimateLog: Double
        let lowerLog: Double
        let upperLog: Double
        let halfWidthLog: Double
        let mde80Pct: Double
        let decision: String

        struct Round: Decodable {
            let a: Double
            let b: Double
        }
    }

    struct Pooled: Decodable {
        let rounds: [Round]
        let seed: UInt64
        let B: Int
        let results: [Result]

        struct Round: Decodable {
            let a: [UInt64]
            let b: [UInt64]
        }

        struct Result: Decodable {
            let q: Double
            let alpha: Double
            let lower: Double
            let upper: Double
        }
    }

    struct Quantile: Decodable {
        let x: [Double]
        let p: Double
        let value: Double
    }

    struct StartUnits: Decodable {
        let d: [Double]
        let pairsPerStart: Int
        let units: [Double]
        let estimate: Double
        let lower: Double
        let upper: Double
    }

    struct Sequential: Decodable {
        let d: [Double]
        let looks: [Look]

        struct Look: Decodable {
            let n: Int
            let alpha: Double
            let estimate: Double
            let lower: Double
            let upper: Double
            let decision: String
        }
    }

    static let shared = orStop {
        try JSONDecoder().decode(ComparisonVectors.self, from: Data(fixture("compare-vectors.json").utf8))
    }
}
