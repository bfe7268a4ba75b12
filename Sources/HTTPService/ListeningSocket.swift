internal import Glibc

/// A TCP socket that listens; whoever takes its descriptor closes it.
struct ListeningSocket {
    let descriptor: Int32
    let port: UInt16

    init(_ options: HTTPServerOptions) throws(HTTPServerError) {
        var hints = addrinfo()
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var addresses: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(options.host, String(options.port), &hints, &addresses)
        guard status == 0 else {
            throw .unknownHost(options.host, reason: String(cString: gai_strerror(status)))
        }
        defer { freeaddrinfo(addresses) }

        var failure = EADDRNOTAVAIL
        var next = addresses
        while let address = next {
            switch Self.listen(on: address.pointee, sharesPort: options.sharesPort) {
            case .success(let descriptor):
                self.descriptor = descriptor
                port = Self.port(of: descriptor)
                return
            case .failure(let error): failure = error.code
            }
            next = address.pointee.ai_next
        }
        throw failure == EADDRINUSE
            ? .portInUse(host: options.host, port: options.port)
            : .cannotListen(host: options.host, port: options.port, reason: String(cString: strerror(failure)))
    }

    private struct Errno: Error {
        let code: Int32
    }

    private static func listen(on address: addrinfo, sharesPort: Bool) -> Result<Int32, Errno> {
        let type = address.ai_socktype | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.ai_family, type, address.ai_protocol)
        guard descriptor >= 0 else { return .failure(Errno(code: errno)) }
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size) == 0,
            !sharesPort || setsockopt(descriptor, SOL_SOCKET, SO_REUSEPORT, &on, size) == 0,
            bind(descriptor, address.ai_addr, address.ai_addrlen) == 0,
            Glibc.listen(descriptor, SOMAXCONN) == 0
        else {
            let error = Errno(code: errno)
            close(descriptor)
            return .failure(error)
        }
        return .success(descriptor)
    }

    private static func port(of descriptor: Int32) -> UInt16 {
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &address) { bytes in
            guard let base = bytes.baseAddress,
                getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &size) == 0
            else { return 0 }
            // The port stands at the same place in sockaddr_in and sockaddr_in6.
            return UInt16(bigEndian: bytes.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
        }
    }
}
