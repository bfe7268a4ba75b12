import Testing

@testable import Reports

@Suite struct UnitsTests {
    // Each row was printed by wrk's own units.c.
    @Test(
        "times are written as wrk writes them",
        arguments: [
            ("0", "0.00us", "  0.00us"), ("12.345", "12.35us", " 12.35us"), ("849.99", "849.99us", "849.99us"),
            ("850", "0.85ms", "  0.85ms"), ("999", "1.00ms", "  1.00ms"), ("99999", "100.00ms", "100.00ms"),
            ("849999", "850.00ms", "850.00ms"), ("999999", "1000.00ms", "1000.00m"), ("1000000", "1.00s", "  1.00s "),
            ("1414143", "1.41s", "  1.41s "), ("50999999", "51.00s", " 51.00s "), ("51000000", "0.85m", "  0.85m "),
            ("60000000", "1.00m", "  1.00m "), ("3600000000", "60.00m", " 60.00m "),
            ("100000000000", "1666.67m", "1666.67 "), ("855", "0.86ms", "  0.86ms"), ("885", "0.88ms", "  0.88ms"),
        ]
    )
    func times(microseconds: String, text: String, column: String) throws {
        let value = try #require(Units.Real(microseconds)) * 1000
        #expect(Units.time(nanoseconds: value) == text)
        #expect(Units.column(text, width: 8) == column)
    }

    @Test(
        "plain numbers are written as wrk writes them",
        arguments: [(849, "849.00", "849.00  "), (850, "0.85k", "  0.85k "), (12345, "12.35k", " 12.35k ")]
            + [(850_000, "0.85M", "  0.85M "), (0, "0.00", "  0.00  ")]
    )
    func metric(value: Int, text: String, column: String) {
        #expect(Units.metric(Units.Real(value)) == text)
        #expect(Units.column(text, width: 8) == column)
    }

    @Test(
        "bytes are written as wrk writes them",
        arguments: [
            (870, "870.00"), (871, "0.85K"), (1536, "1.50K"), (1_048_576, "1.00M"), (1_000_000_000_000, "0.91T"),
            (1_000_000_000_000_000_000, "909494.70T"),
        ]
    )
    func binary(value: Int, text: String) {
        #expect(Units.binary(Units.Real(value)) == text)
    }

    @Test(
        "the duration of a test is written as wrk writes it",
        arguments: [
            (1, "1s"), (10, "10s"), (30, "30s"), (50, "50s"), (51, "1m"), (59, "1m"), (60, "1m"), (89, "1m"),
            (90, "2m"), (91, "2m"), (120, "2m"), (150, "2m"), (151, "3m"), (3600, "60m"), (7200, "120m"),
            (86400, "1440m"),
        ]
    )
    func durations(seconds: Int, text: String) {
        #expect(Units.duration(seconds: Units.Real(seconds)) == text)
    }
}
