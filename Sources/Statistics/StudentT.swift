/// Quantiles of Student's t distribution.
enum StudentT {
    /// The quantile 0.975 of the normal distribution.
    static let normal = 1.959963984540054

    /// The quantile 0.975 with `degrees` degrees of freedom, at least 3: by Fisher's expansion around that of the normal
    /// distribution (Abramowitz and Stegun, 26.7.5), within 1 % from 3 degrees on.
    static func quantile(degrees: Double) -> Double {
        let z = normal
        let (z3, z5, z7) = (z * z * z, z * z * z * z * z, z * z * z * z * z * z * z)
        let first = (z3 + z) / 4
        let second = (5 * z5 + 16 * z3 + 3 * z) / 96
        let third = (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / 384
        return z + first / degrees + second / (degrees * degrees) + third / (degrees * degrees * degrees)
    }
}
