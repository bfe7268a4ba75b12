import Foundation
import Testing

@testable import Statistics

@Suite("Base64")
struct Base64Tests {
    @Test(
        "Encodes and decodes the examples of RFC 4648",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ]
    )
    func examples(plain: String, text: String) throws {
        #expect(Base64.encode(Array(plain.utf8)) == text)
        #expect(try Base64.decode(text) == Array(plain.utf8))
    }

    @Test("Agrees with Foundation", arguments: 0...70)
    func foundation(length: Int) throws {
        var generator = SeededGenerator(seed: UInt64(length))
        let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let text = Data(bytes).base64EncodedString()
        #expect(Base64.encode(bytes) == text)
        #expect(try Base64.decode(text) == bytes)
    }

    @Test(
        "Says where text is not base64",
        arguments: [
            ("Zg=", 3), ("Z", 1), ("Zm9v\n", 5), ("Z===", 1), ("====", 0), ("Zg==Zg==", 2), ("Zm=v", 2), ("Zm-v", 2),
            ("Zm9v Zm9", 4), ("Zh==", 1), ("Zm9=", 2), ("Zmé", 2),
        ]
    )
    func errors(text: String, position: Int) {
        #expect(throws: HistogramError.base64(position: position)) { try Base64.decode(text) }
    }
}
