import Testing

@testable import HTTPService

@Suite("A request's body")
struct RequestBodyTests {
    @Test("Is put together from its parts, and empty again after a reset", arguments: [1, 100, 5_000, 70_000])
    func parts(size: Int) {
        var body = RequestBody(limit: 100_000)
        for _ in 0..<2 {
            let whole = (0..<size).map { UInt8(truncatingIfNeeded: $0 * 31) }
            for start in stride(from: 0, to: size, by: 999) {
                Array(whole[start..<min(size, start + 999)]).withUnsafeBytes { body.append($0) }
            }
            let isWhole = body.bytes.elementsEqual(whole)
            #expect(isWhole)
            body.reset()
            let isEmpty = body.bytes.isEmpty
            #expect(isEmpty)
        }
    }

    @Test("Fits up to its limit and is dropped beyond it")
    func limit() {
        var body = RequestBody(limit: 10)
        [UInt8](repeating: 1, count: 10).withUnsafeBytes { body.append($0) }
        let fits = !body.isTooLarge && body.bytes.count == 10
        #expect(fits)
        [2].withUnsafeBytes { (more: UnsafeRawBufferPointer) in
            body.append(UnsafeRawBufferPointer(rebasing: more[..<1]))
        }
        let isDropped = body.isTooLarge && body.bytes.isEmpty
        #expect(isDropped)
    }
}
