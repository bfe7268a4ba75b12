import Testing
import Workload

@Suite("TargetURL")
struct TargetURLTests {
    /// A URL and what it means.
    struct Case: Sendable, CustomTestStringConvertible {
        let url: String
        let host: String
        let port: UInt16
        let header: String
        let target: String

        init(_ url: String, _ host: String, _ port: UInt16, _ header: String, _ target: String) {
            self.url = url
            self.host = host
            self.port = port
            self.header = header
            self.target = target
        }

        var testDescription: String { url }
    }

    static let cases = [
        Case("http://example.org", "example.org", 80, "example.org", "/"),
        Case("http://example.org/", "example.org", 80, "example.org", "/"),
        Case("https://example.org/a/b", "example.org", 443, "example.org", "/a/b"),
        Case("HTTP://Example.ORG/A", "Example.ORG", 80, "Example.ORG", "/A"),
        // The port is in the Host header if and only if the URL spells it, as with wrk.
        Case("http://h:80/", "h", 80, "h:80", "/"),
        Case("https://h:443", "h", 443, "h:443", "/"),
        Case("http://h:8080/predict", "h", 8080, "h:8080", "/predict"),
        Case("http://h:65535", "h", 65535, "h:65535", "/"),
        Case("http://h:0080/", "h", 80, "h:80", "/"),
        Case("http://127.0.0.1:8080/", "127.0.0.1", 8080, "127.0.0.1:8080", "/"),
        Case("http://[::1]/", "::1", 80, "[::1]", "/"),
        Case("http://[2001:db8::1]:8080/x", "2001:db8::1", 8080, "[2001:db8::1]:8080", "/x"),
        Case("http://my_host.local-1/", "my_host.local-1", 80, "my_host.local-1", "/"),
        // wrk drops the query of a URL without a path; RFC 9110 does not.
        Case("http://h?x=1", "h", 80, "h", "/?x=1"),
        Case("http://h/?x=1&y=a:b@c", "h", 80, "h", "/?x=1&y=a:b@c"),
        // wrk sends the fragment; RFC 9110, section 7.1, does not.
        Case("http://h/a?b#c", "h", 80, "h", "/a?b"),
        Case("http://h/a#\u{301}c", "h", 80, "h", "/a"),
        Case("http://h/\u{301}a", "h", 80, "h", "/\u{301}a"),
        Case("http://h#c?d/e", "h", 80, "h", "/"),
        Case("http://h/a//b/../%2e", "h", 80, "h", "/a//b/../%2e"),
    ]

    @Test("A URL says where to connect and what to ask for", arguments: cases)
    func taken(_ expected: Case) throws {
        let url = try TargetURL(expected.url)
        #expect(url.host == expected.host)
        #expect(url.port == expected.port)
        #expect(url.hostHeader == expected.header)
        #expect(url.target.text == expected.target)
        #expect(url.scheme == (expected.url.lowercased().hasPrefix("https") ? .https : .http))
    }

    @Test(
        "Another URL is refused with the reason",
        arguments: [
            ("", ": it has no scheme; write http:// or https:// before the host"),
            ("localhost:8080/x", "localhost:8080/x: it has no scheme; write http:// or https:// before the host"),
            ("ftp://h/", "ftp://h/: the scheme 'ftp' is not supported; use http or https"),
            ("httpss://h/", "httpss://h/: the scheme 'httpss' is not supported; use http or https"),
            ("http://", "http://: it has no host"),
            ("http:///x", "http:///x: it has no host"),
            ("http://:80/", "http://:80/: it has no host"),
            ("http://h:", "http://h:: the port after the host must be a number from 1 to 65535"),
            ("http://h:0/", "http://h:0/: the port after the host must be a number from 1 to 65535"),
            ("http://h:65536/", "http://h:65536/: the port after the host must be a number from 1 to 65535"),
            ("http://h:+80/", "http://h:+80/: the port after the host must be a number from 1 to 65535"),
            ("http://h:x/", "http://h:x/: the port after the host must be a number from 1 to 65535"),
            ("http://[::1]8080/", "http://[::1]8080/: the port after the host must be a number from 1 to 65535"),
            ("http://::1/", "http://::1/: an IPv6 address needs brackets, as in http://[::1]:8080/"),
            ("http://[::1/", "http://[::1/: the brackets must hold an IPv6 address, as in http://[::1]:8080/"),
            ("http://[h]/", "http://[h]/: the brackets must hold an IPv6 address, as in http://[::1]:8080/"),
            ("http://a b/", "http://a b/: it has a blank or a control character; write %20 for a blank"),
            ("http://h/\n", "http://h/\u{FFFD}: it has a blank or a control character; write %20 for a blank"),
            (
                "http://stra\u{DF}e/",
                "http://stra\u{DF}e/: the host may have ASCII letters, digits, '-', '.' and '_'; write others as xn--…"
            ),
            (
                "http://a%20b/",
                "http://a%20b/: the host may have ASCII letters, digits, '-', '.' and '_'; write others as xn--…"
            ),
            (
                "http://user:secret@h/x",
                "http://…@h/x: credentials in a URL are not sent; use -H 'Authorization: Basic …'"
            ),
            ("ftp://user:secret@h/x", "ftp://…@h/x: the scheme 'ftp' is not supported; use http or https"),
        ]
    )
    func refused(url: String, error: String) {
        #expect(message { _ = try TargetURL(url) } == "invalid URL: \(error)")
    }

    @Test(
        "The path of a URL that ends in a slash is the base of a request spec",
        arguments: [("http://h", ""), ("http://h/", ""), ("http://h/api/v1/", "/api/v1"), ("http://h/a//", "/a/")]
    )
    func basePath(url: String, base: String) throws {
        #expect(try TargetURL(url).basePath == base)
    }

    @Test(
        "Another path is not taken for a base",
        arguments: ["http://h/predict", "http://h/api/?x=/", "http://h?x"]
    )
    func noBasePath(url: String) throws {
        let target = try TargetURL(url)
        #expect(
            message { _ = try target.basePath }
                == "the request spec names the paths, so the URL must not end in '\(target.target.text)'; "
                + "remove it, or end it with '/' to put it before each path"
        )
    }
}
