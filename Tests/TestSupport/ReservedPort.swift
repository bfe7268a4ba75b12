import Glibc

/// A port that is free for a server of this test, and for nobody else, until the test lets go of it.
///
/// A bound socket that does not listen keeps the kernel from handing the port to others, and lets a server bind to it
/// by number, as all servers set SO_REUSEADDR.
package final class ReservedPort: Sendable {
    /// The number, reserved on all addresses of both families.
    package let number: UInt16
    private let descriptor: Int32

    package init() throws {
        let descriptor = socket(AF_INET6, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var (on, off): (Int32, Int32) = (1, 0)
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
        setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &off, size)
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        var length = socklen_t(MemoryLayout<sockaddr_in6>.size)
        let isBound = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        self.descriptor = descriptor
        number = UInt16(bigEndian: address.sin6_port)
        guard isBound else {
            throw TestSupportError("no port is free: \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }
}
