import Statistics
import TestSupport
import Testing

@testable import Reports

@Suite struct SideBySideReportTests {
    @Test("two runs are shown beside each other, with what makes them differ")
    func text() throws {
        let one = sampleResult()
        var other = sampleResult(latencies: [150, 160, 500, 6000], outcomes: [.ok: 3, .statusError: 1])
        other.config.connections = 50
        other.targets[0].url = "http://127.0.0.1:8001/predict?x=1"
        other.warnings = [RunResult.Warning(code: RunResult.Warning.serverEnded, message: "'x' ended with code 3")]
        other.targets[0].unsupportedPercentiles = ["p99.9": 10_000]
        other.targets[0].cpuSecondsPerRequest = 2e-5
        try expectGolden(SideBySideReport.text(("before.json", one), ("after.json", other)), "side-by-side.txt")
    }
}
