/// How squall ends: the same codes in every command, and in results.
package enum ExitCode: Int32 {
    /// Done; also a run ended by Ctrl-C, as in wrk.
    case done = 0
    /// Nothing could be measured: nothing succeeded, or the target could not be reached.
    case notMeasured = 1
    /// The command line or a file that it names is wrong (EX_USAGE of sysexits.h).
    case usage = 64
    /// The load generator itself was the limit, with `--strict`.
    case clientLimited = 97
    /// Nothing certain was found, with `--strict`.
    case inconclusive = 98
    /// A condition or an assertion does not hold.
    case broken = 99
    /// A second Ctrl-C, or one that ended a search, a smoke test or a comparison.
    case interrupted = 130

    /// That of a result; nil where it is none of ours.
    package init?(ofResult code: Int) {
        guard let code = Int32(exactly: code) else { return nil }
        self.init(rawValue: code)
    }
}
