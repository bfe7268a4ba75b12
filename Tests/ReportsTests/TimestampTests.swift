import Testing

@testable import Reports

@Suite struct TimestampTests {
    @Test(
        "a start is read, with a leap day and without milliseconds",
        arguments: [
            ("2025-09-01T01:46:40.000Z", "1756691200.000", "Mon Sep 01 01:46:40 UTC 2025"),
            ("2024-02-29T23:59:59.007Z", "1709251199.007", "Thu Feb 29 23:59:59 UTC 2024"),
            ("1970-01-01T00:00:00Z", "0.000", "Thu Jan 01 00:00:00 UTC 1970"),
            ("2026-12-31T00:00:00.5Z", "1798675200.000", "Thu Dec 31 00:00:00 UTC 2026"),
        ]
    )
    func read(text: String, seconds: String, words: String) throws {
        let timestamp = try #require(Timestamp(text))
        #expect(timestamp.secondsText == seconds)
        #expect(timestamp.words == words)
        #expect(timestamp.withoutZone == text.prefix(19))
    }

    @Test(
        "what is no start in UTC is none",
        arguments: [
            "", "Z", "2025-09-01", "2025-09-01T04:13:20", "2025-09-01T04:13:20+02:00", "2025-13-01T04:13:20Z",
            "2025-09-01T24:13:20Z", "2025-09-01 04:13:20Z", "2025-09-0١T04:13:20Z", "-025-09-01T04:13:20Z",
        ]
    )
    func notRead(text: String) {
        #expect(Timestamp(text) == nil)
    }
}
