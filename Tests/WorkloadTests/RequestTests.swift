import Testing
import Workload

@Suite("Request")
struct RequestTests {
    @Test("A method is any token", arguments: ["GET", "get", "PURGE", "M-SEARCH", "!#$%&'*+-.^_`|~09"])
    func methods(text: String) throws {
        #expect(try Method(text).text == text)
    }

    @Test("What is no token is no method", arguments: ["", "GE T", "GET\r\n", "GET\0", "G\u{C9}T", "GET/"])
    func notMethods(text: String) {
        #expect(message { _ = try Method(text) }?.hasPrefix("invalid method '") == true)
    }

    @Test(
        "A target is sent as it is",
        arguments: ["/", "/a/../b", "/?x=1&y=%20", "/a?b?c", "//x", "/stra\u{DF}e", "/{id}"]
    )
    func targets(text: String) throws {
        #expect(try RequestTarget(text).text == text)
    }

    @Test(
        "What cannot be sent as a target is refused",
        arguments: [
            ("", "invalid path '': a path begins with '/'"),
            ("health", "invalid path 'health': a path begins with '/'"),
            ("/a b", "invalid path '/a b': it has a blank or a control character; write %20 for a blank"),
            ("/a\n", "invalid path '/a\u{FFFD}': it has a blank or a control character; write %20 for a blank"),
            // A letter with a combining mark is one Character; what is sent are bytes.
            (
                "/a#\u{301}",
                "invalid path '/a#\u{301}': a fragment is never sent; remove it, or write %23 for '#'"
            ),
            ("/a#b", "invalid path '/a#b': a fragment is never sent; remove it, or write %23 for '#'"),
        ]
    )
    func notTargets(text: String, error: String) {
        #expect(message { _ = try RequestTarget(text) } == error)
    }

    @Test("Without a name, a request is called by its method and path")
    func name() throws {
        let target = try RequestTarget("/search?q=iris")
        #expect(Request(target: target).name == "GET /search")
        #expect(Request(name: "search", target: target).name == "search")
        #expect(Request(target: try RequestTarget("/a?\u{301}")).name == "GET /a")
    }

    @Test("A request without checks needs the status only")
    func need() throws {
        let plain = Request(target: try RequestTarget("/"))
        #expect(RequestMix(requests: [plain]).need == .status)
        let checked = Request(target: try RequestTarget("/x"), checks: Checks(body: [.contains([1])]))
        #expect(RequestMix(requests: [plain, checked]).need == .body)
    }
}
