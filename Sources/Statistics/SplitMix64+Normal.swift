internal import Glibc

extension SplitMix64 {
    /// A number of the standard normal distribution (Box and Muller, 1958).
    package mutating func normal() -> Double {
        let radius = sqrt(-2 * log(1 - unit()))
        return radius * cos(2 * .pi * unit())
    }
}
