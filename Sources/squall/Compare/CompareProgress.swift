internal import Reports
internal import Statistics

/// The line that tells of a comparison while it goes on, on a terminal.
///
/// It has no interval: nothing is judged between looks.
struct CompareProgress {
    let isShown: Bool

    /// Tells of the last round, and of the middle of all.
    func show(_ series: ComparisonSeries) {
        guard isShown else { return }
        StandardStream.error.replaceLine(ComparisonReport.progress(series))
    }

    /// Takes the line away.
    func end() {
        if isShown { StandardStream.error.replaceLine("") }
    }
}
