/// A test suite as JUnit's XML has it, alone in its file.
struct JUnitSuite {
    /// What it is called.
    var name: String
    /// How long it took; its first case is said to have taken all of it.
    var seconds: Double
    /// When it started, without zone and fraction; nil where that is not known.
    var timestamp: String?
    /// Where it ran.
    var hostname: String
    /// What else is to be known, by name.
    var properties: [(name: String, value: String)]
    /// What was tested.
    var cases: [Case]

    /// One test.
    struct Case {
        /// The group that it belongs to.
        var className: String
        /// What is tested.
        var name: String
        /// What was found.
        var outcome: Outcome
    }

    /// What a test found.
    enum Outcome {
        case passed
        /// What was tested does not hold.
        case failed(type: String, message: String, detail: String = "")
        /// It could not be tested.
        case error(type: String, message: String)
        /// It was not tested to the end, and nothing is said of it.
        case skipped(message: String)
    }

    // MARK: - XML

    /// The whole file.
    var xml: String {
        var counts = (failures: 0, errors: 0, skipped: 0)
        for test in cases {
            switch test.outcome {
            case .passed: break
            case .failed: counts.failures += 1
            case .error: counts.errors += 1
            case .skipped: counts.skipped += 1
            }
        }
        let totals = attributes([
            ("tests", "\(cases.count)"), ("failures", "\(counts.failures)"), ("errors", "\(counts.errors)"),
            ("skipped", "\(counts.skipped)"), ("time", time(seconds)),
        ])
        let origin = attributes((timestamp.map { [("timestamp", $0)] } ?? []) + [("hostname", hostname)])
        let tests = cases.enumerated().map { place, test in xml(test, seconds: place == 0 ? seconds : 0) }
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <testsuites name="load test"\(totals)>
             <testsuite\(attributes([("name", name)]))\(totals)\(origin)>
              <properties>
            \(properties.map { "   <property\(attributes([("name", $0.name), ("value", $0.value)]))/>\n" }.joined())\
              </properties>
            \(tests.joined())\
             </testsuite>
            </testsuites>

            """
    }

    private func xml(_ test: Case, seconds: Double) -> String {
        let head =
            "  <testcase" + attributes([("classname", test.className), ("name", test.name), ("time", time(seconds))])
        guard let outcome = xml(test.outcome) else { return head + "/>\n" }
        return "\(head)>\n   \(outcome)\n  </testcase>\n"
    }

    private func xml(_ outcome: Outcome) -> String? {
        switch outcome {
        case .passed: nil
        case .failed(let type, let message, ""): "<failure\(attributes([("type", type), ("message", message)]))/>"
        case .failed(let type, let message, let detail):
            "<failure\(attributes([("type", type), ("message", message)]))>\(XMLText.escaped(detail))</failure>"
        case .error(let type, let message): "<error\(attributes([("type", type), ("message", message)]))/>"
        case .skipped(let message): "<skipped\(attributes([("message", message)]))/>"
        }
    }

    private func attributes(_ all: [(name: String, value: String)]) -> String {
        all.map { " \($0.name)=\"\(XMLText.escaped($0.value))\"" }.joined()
    }

    private func time(_ seconds: Double) -> String { Units.fixed(Units.Real(seconds), decimals: 3) }
}
