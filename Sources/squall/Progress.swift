internal import Dispatch
internal import Engine
internal import Reports
internal import Statistics

/// The progress line on a terminal: elapsed time, rate, p99 and errors of the last second.
final class Progress {
    private let timer: any DispatchSourceTimer
    private let queue: DispatchQueue

    /// Starts to show the progress of `run` once a second.
    init(of run: Run) {
        queue = DispatchQueue(label: "progress")
        timer = DispatchSource.makeTimerSource(queue: queue)
        timer.schedule(deadline: .now() + 1.15, repeating: 1)
        timer.setEventHandler { Progress.show(run.takeProgress()) }
        timer.resume()
    }

    /// Stops, and wipes the line.
    func stop() {
        timer.cancel()
        _ = queue.sync { StandardStream.error.write("\r\u{1b}[K") }
    }

    private static func show(_ progress: RunProgress) {
        guard progress.elapsed > 0 else { return }
        let line = ProgressLine.text(
            elapsed: progress.elapsed,
            requestsPerSecond: progress.requestsPerSecond,
            p99: progress.latencies.percentile(99),
            errors: progress.errors
        )
        StandardStream.error.write("\r\(line)\u{1b}[K")
    }
}
