import Foundation
import Synchronization
import TestSupport

/// A file that counts how often it is opened: a named pipe, filled anew for each reader.
final class CountedFile: Sendable {
    let path: String
    private let folder: TemporaryFolder
    private let counter = Mutex((opened: 0, isDone: false))

    init(_ contents: [UInt8]) throws {
        folder = try TemporaryFolder()
        path = folder.path("pipe")
        mkfifo(path, 0o600)
        Thread.detachNewThread { [self] in
            while serve(contents) {}
        }
    }

    /// Ends the service and tells how often the file was opened.
    func stop() -> Int {
        let opened = counter.withLock { counter in
            counter.isDone = true
            return counter.opened
        }
        close(open(path, O_RDONLY | O_NONBLOCK))
        return opened
    }

    /// Waits for a reader; false when it is `stop`.
    private func serve(_ contents: [UInt8]) -> Bool {
        let pipe = open(path, O_WRONLY | O_CLOEXEC)
        // The next reader gets a pipe of its own, even if this one is not through.
        unlink(path)
        mkfifo(path, 0o600)
        let goesOn = counter.withLock { counter in
            if !counter.isDone { counter.opened += 1 }
            return !counter.isDone
        }
        if goesOn { _ = write(pipe, contents, contents.count) }
        close(pipe)
        return goesOn
    }
}
