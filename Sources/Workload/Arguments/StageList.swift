/// The stages of a load on the command line: `30s@50, 1m@200, 30s@200..1000`.
package enum StageList {
    /// The stages in `text`: a time, `@`, and a rate or two rates with `..` between them; commas separate.
    package static func parse(_ text: String) throws(WorkloadError) -> [OpenLoad.Stage] {
        var stages: [OpenLoad.Stage] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            do throws(WorkloadError) {
                stages.append(try stage(part))
            } catch {
                throw WorkloadError("stage \(stages.count + 1), '\(withoutBlanks(part))': \(error)")
            }
        }
        guard stages.contains(where: { $0.startRate > 0 || $0.endRate > 0 }) else {
            throw WorkloadError("no stage has a rate above 0")
        }
        return stages
    }

    private static func stage(_ text: Substring) throws(WorkloadError) -> OpenLoad.Stage {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2 else {
            throw WorkloadError("write a time, @ and a rate, such as 30s@50, or 30s@50..200 for a rate that changes")
        }
        let duration = try TimeSpan.nanoseconds(withoutBlanks(parts[0]))
        let rates = parts[1].split(separator: "..", omittingEmptySubsequences: false)
        guard rates.count <= 2 else { throw WorkloadError("at most two rates are possible") }
        let startRate = try RatePerSecond.parse(withoutBlanks(rates[0]))
        let endRate = rates.count == 2 ? try RatePerSecond.parse(withoutBlanks(rates[1])) : startRate
        return OpenLoad.Stage(duration: duration, rate: startRate, endRate: endRate)
    }
}
