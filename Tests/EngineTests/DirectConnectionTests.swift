import Testing

@testable import Engine

@Suite struct DirectConnectionTests {
    @Test("what is kept for a connection beside what libcurl has is small")
    func size() {
        let bytes =
            MemoryLayout<DirectConnection>.stride + MemoryLayout<DirectSlot>.stride + MemoryLayout<Opening>.stride
        // Docs/Performance.md promises half a KiB; the event loop and the worker have some 100 bytes more.
        #expect(bytes <= 400, "\(bytes) bytes")
    }
}
