/// What a complete answer counts as.
public enum ResponseJudgement: Equatable, Sendable {
    /// The status is good and every check passed.
    case ok
    /// The status is above 399 and was not asked for.
    case status
    /// The check at this index of `Checks.labels` failed first.
    case checkFailed(Int)
}

/// The part of an answer that must be kept; a larger part includes the smaller ones.
package enum ResponseNeed: Comparable, Sendable {
    case status
    case body
}
