import Testing
import YAML

@Suite("Nearest word")
struct NearestWordTests {
    @Test(
        "A near miss is recognised, a far one is not",
        arguments: [
            ("heders", "headers"), ("headesr", "headers"), ("header", "headers"), ("Headers", "headers"),
            ("gte", "get"), ("gets", "get"), ("got", "get"), ("foo", nil), ("ge", "get"), ("g", nil), ("", nil),
            ("hdrs", nil), ("chekc", "check"), ("xheadersx", "headers"), ("xheadersxx", nil),
        ] as [(String, String?)]
    )
    func nearest(word: String, expected: String?) {
        #expect(nearestWord(to: word, among: ["get", "headers", "check"]) == expected)
    }

    @Test("Of equally near words the first is chosen")
    func ties() {
        #expect(nearestWord(to: "bat", among: ["cat", "hat"]) == "cat")
    }
}
