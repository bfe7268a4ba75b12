package import Statistics

/// HdrHistogram's log of histograms (`.hlog`), format 1.3: a line for each part of a measurement, with all its latencies.
///
/// Times are seconds since the `StartTime` of the header, largest values are milliseconds, histograms are of nanoseconds.
package enum HistogramLog {
    /// A run: a line for each interval, without a tag.
    ///
    /// - Throws: what is wrong with a histogram, which only one that was read from a file can have.
    package static func text(_ result: RunResult) throws(HistogramError) -> String {
        var text = header(startedAt: result.startedAt)
        for interval in result.targets.flatMap(\.intervals) {
            text += try line(interval.histogram, start: interval.start, length: interval.length)
        }
        return text
    }

    /// A comparison: a line for each slot in the order of time, its build as the tag.
    ///
    /// - Throws: what is wrong with a histogram, which only one that was read from a file can have.
    package static func text(_ result: CompareResult) throws(HistogramError) -> String {
        let tags = tags(result)
        let slots = result.rounds.flatMap { round in
            ComparisonRole.allCases.compactMap { role in round.slot(role).map { (role: role, slot: $0) } }
        }
        var text = header(startedAt: result.startedAt)
        // A reader that is asked for a part of a log stops at the first line after it.
        for (role, slot) in slots.sorted(by: { $0.slot.start < $1.slot.start }) {
            text += try line(slot.histogram, start: slot.start, length: slot.length, tag: tags[role])
        }
        return text
    }

    // MARK: - Lines

    private static func header(startedAt: String) -> String {
        let start = Timestamp(startedAt).map { start in
            "#[StartTime: \(start.secondsText) (seconds since epoch), \(start.words)]\n"
        }
        return "#[Histogram log format version 1.3]\n" + (start ?? "")
            + "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n"
    }

    private static func line(
        _ encoded: EncodedHistogram,
        start: Double,
        length: Double,
        tag: String? = nil
    ) throws(HistogramError) -> String {
        // As in Java's logs: the highest value of the last counter.
        let highest = try encoded.makeHistogram().max
        let numbers = [start, length, Double(highest) / 1e6].map { Units.fixed(Units.Real($0), decimals: 3) }
        return ((tag.map { ["Tag=\($0)"] } ?? []) + numbers + [encoded.data]).joined(separator: ",") + "\n"
    }

    // MARK: - Tags

    /// A tag for each build, no two the same: where names are not enough, they have the part of the build with them.
    private static func tags(_ result: CompareResult) -> [ComparisonRole: String] {
        let plain = result.targets.map { tag($0.name) }
        let full = zip(plain, result.targets).map { "\($0)(\($1.role.rawValue))" }
        let some = zip(plain, full).map { tag, full in
            tag.isEmpty || plain.count { $0 == tag } > 1 ? full : tag
        }
        let tags = Set(some).count == some.count ? some : full
        return Dictionary(zip(result.targets.map(\.role), tags)) { first, _ in first }
    }

    /// A name without what would end a tag: commas, blanks, ends of lines.
    private static func tag(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.map { scalar in
                    let ends =
                        scalar == "," || scalar.properties.isWhitespace || scalar.properties.generalCategory == .control
                    return ends ? "_" : scalar
                }
            )
        )
    }
}
