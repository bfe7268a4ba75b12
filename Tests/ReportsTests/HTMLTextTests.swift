import Testing

@testable import Reports

@Suite struct HTMLTextTests {
    @Test(
        "text that is put into markup is escaped",
        arguments: [
            ("a b", "a b"), ("<b>", "&lt;b&gt;"), ("\"'", "&quot;&#39;"), ("a&amp;b", "a&amp;amp;b"),
            ("p99<1ms", "p99&lt;1ms"),
            ("a\nb\tc\r\nd", "a b c  d"), ("\u{0}\u{1B}[1m\u{85}", "\u{FFFD}\u{FFFD}[1m\u{FFFD}"),
            ("\u{FFFF}", "\u{FFFD}"),
            ("\u{202E}txt.exe", "\u{FFFD}txt.exe"), ("日本 é 🙂", "日本 é 🙂"),
        ]
    )
    func escaping(text: String, escaped: String) {
        let markup: HTMLText = "<td>\(text)</td>"
        #expect(markup.source == "<td>\(escaped)</td>")
        #expect(HTMLText(text).source == escaped)
    }

    @Test("markup that is put into markup stays what it is")
    func markup() {
        let cell: HTMLText = "<b>\(7)</b>"
        let row: HTMLText = "<td>\(cell)</td>\([cell, cell])"
        #expect(row.source == "<td><b>7</b></td><b>7</b><b>7</b>")
    }
}
