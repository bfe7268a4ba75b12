internal import Dispatch
internal import Engine
internal import Reports

/// Tells of a run while it goes on: lines for `--interval`, JSON lines for `--interval-json`, or one line that changes, on a
/// terminal.
final class IntervalLines {
    /// Where the lines go.
    struct Destinations {
        /// Whether a line of text for each interval goes to standard error.
        var text = false
        /// A descriptor for JSON lines; nil for none.
        var json: Int32?
        /// Whether a terminal shows the last interval.
        var progress = false

        var isEmpty: Bool { !text && json == nil && !progress }
    }

    private let run: Run
    private let destinations: Destinations
    private let timer: any DispatchSourceTimer
    private let queue = DispatchQueue(label: "progress")
    private let failure = Failure()

    /// Why JSON could not be written.
    ///
    /// Unchecked, because the queue alone has it until the lines have stopped.
    private final class Failure: @unchecked Sendable {
        var reason: String?
    }

    /// Starts to tell of `run`.
    init(of run: Run, to destinations: Destinations) {
        self.run = run
        self.destinations = destinations
        timer = DispatchSource.makeTimerSource(queue: queue)
        // Workers end their rows at the first tenth of a second that they see.
        timer.schedule(deadline: .now() + .milliseconds(120), repeating: .milliseconds(100))
        let failure = failure
        timer.setEventHandler { IntervalLines.show(run.takeIntervals(), destinations, failure) }
        timer.resume()
    }

    /// Tells the rest, and stops.
    ///
    /// - Returns: why the lines of JSON could not all be written; nil if they were.
    func stop() -> String? {
        timer.cancel()
        let (run, destinations, failure) = (run, destinations, failure)
        return queue.sync {
            var last = destinations
            last.progress = false
            IntervalLines.show(run.takeIntervals(), last, failure)
            if destinations.progress { StandardStream.error.replaceLine("") }
            return failure.reason
        }
    }

    private static func show(
        _ intervals: [IntervalReport],
        _ destinations: Destinations,
        _ failure: Failure
    ) {
        for interval in intervals {
            let line = IntervalLine(
                start: Double(interval.start) / 1e9,
                length: Double(interval.length) / 1e9,
                requests: interval.requests,
                errors: interval.errors,
                bytesIn: interval.bytes,
                latencies: interval.latencies
            )
            if let json = destinations.json, failure.reason == nil, !FileAccess.writeAll(line.json, to: json) {
                failure.reason = lastSystemError()
            }
            if destinations.text {
                StandardStream.error.write("\(line.text)\n")
            } else if destinations.progress {
                StandardStream.error.replaceLine(line.text)
            }
        }
    }
}
