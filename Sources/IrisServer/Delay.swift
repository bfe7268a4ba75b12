internal import Glibc
internal import Statistics

/// How long the answers to predictions are kept back.
package enum Delay: Equatable, Sendable {
    /// Always as long, in nanoseconds.
    case constant(UInt64)
    /// Any time between the two, each as likely, in nanoseconds.
    case uniform(UInt64, UInt64)
    /// Log-normal around a median in nanoseconds; `sigma` is the standard deviation of the logarithm.
    case logNormal(median: UInt64, sigma: Double)

    /// Reads `5ms`, `uniform:5ms:15ms` or `lognormal:5ms:0.5`; nil where `text` is none of them.
    init?(parsing text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        switch (parts.first, parts.count) {
        case (_, 1):
            guard let time = DurationText.nanoseconds(text) else { return nil }
            self = .constant(time)
        case ("uniform", 3):
            guard let least = DurationText.nanoseconds(parts[1]), let most = DurationText.nanoseconds(parts[2]),
                least <= most
            else { return nil }
            self = .uniform(least, most)
        case ("lognormal", 3):
            guard let median = DurationText.nanoseconds(parts[1]), let sigma = Double(parts[2]),
                (0...10).contains(sigma)
            else { return nil }
            self = .logNormal(median: median, sigma: sigma)
        default: return nil
        }
    }

    /// A delay in nanoseconds.
    func sample(from random: inout SplitMix64) -> UInt64 {
        switch self {
        case .constant(let time): time
        case .uniform(let least, let most): least + UInt64(random.unit() * Double(most - least))
        case .logNormal(let median, let sigma):
            UInt64(min(Double(median) * exp(sigma * random.normal()), Double(DurationText.longest)))
        }
    }
}
