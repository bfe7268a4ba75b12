import Foundation
import Testing
import YAML

@Suite("InputFile")
struct InputFileTests {
    @Test("A file is read whole")
    func reads() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).bin").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let bytes = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        #expect(try InputFile(reading: path).bytes == bytes)
    }

    @Test("A file over the limit is refused")
    func tooLarge() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).bin").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(count: InputFile.sizeLimit + 1).write(to: URL(fileURLWithPath: path))
        #expect(
            message { _ = try InputFile(reading: path) }
                == "\(path): it is larger than 16 MiB; use a smaller file"
        )
    }

    @Test("What cannot be read is named with the reason")
    func failures() {
        #expect(
            message { _ = try InputFile(reading: "/no/such/file") }
                == "/no/such/file: cannot open it: No such file or directory"
        )
        #expect(
            message { _ = try InputFile(reading: "/") }
                == "/: cannot read it: Is a directory"
        )
    }
}
