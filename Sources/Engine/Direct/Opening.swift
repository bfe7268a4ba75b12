internal import CCurl
internal import Glibc
internal import Statistics

/// One connection in the care of libcurl; its address is libcurl's callback context.
struct Opening: ~Copyable {
    enum State {
        case closed, opening, open
    }

    let easy: EasyHandle
    let index: Int
    let shared: UnsafeMutablePointer<ConnectorShared>
    var state = State.closed
    var wasOpened = false
    /// Why the system gave no socket, 0 where it did.
    var openError: Int32 = 0
    /// The socket of an open connection that libcurl has closed; whoever uses it lets go of it first.
    var lost: Int32 = -1

    init(easy: consuming EasyHandle, index: Int, shared: UnsafeMutablePointer<ConnectorShared>) {
        self.easy = easy
        self.index = index
        self.shared = shared
    }

    func configure(
        at address: UnsafeMutablePointer<Opening>,
        _ options: ConnectionOptions,
        _ settings: SharedSettings
    ) {
        easy.configure(options, settings)
        easy.set(CURLOPT_CONNECT_ONLY, 1)
        // A connection of its own, without a search through those of the others.
        easy.set(CURLOPT_FRESH_CONNECT, 1)
        // Answers don't pass through libcurl.
        easy.set(CURLOPT_BUFFERSIZE, 1024)
        easy.set(CURLOPT_PRIVATE, UnsafeRawPointer(address))
        easy.onOpenSocket(socketOpens, address)
        easy.onCloseSocket(socketCloses, address)
    }

    fileprivate mutating func opens(_ address: curl_sockaddr) -> curl_socket_t {
        let socket = EasyHandle.openSocket(for: address)
        openError = socket < 0 ? errno : 0
        return socket
    }

    /// Why it could not be opened; of a socket that the system did not give, libcurl has no more than a code.
    func failure(_ code: CURLcode) -> Failure {
        openError != 0 ? .system(.connect, openError) : Failure(connecting: code, easy.pointer)
    }

    fileprivate mutating func closes(_ socket: Int32) -> Int32 {
        guard state == .open else { return Glibc.close(socket) }
        // Once a second libcurl closes the connections that it takes for dead, and for that it is enough that an answer
        // has come. The socket lives on without libcurl; a TLS session cannot.
        lost = socket
        if shared.pointee.isTLS { shared.pointee.lost.add(index) }
        return 0
    }
}

private func socketOpens(
    _ context: UnsafeMutableRawPointer?,
    _: curlsocktype,
    _ address: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
    guard let context, let address else { return CURL_SOCKET_BAD }
    return context.assumingMemoryBound(to: Opening.self).pointee.opens(address.pointee)
}

private func socketCloses(_ context: UnsafeMutableRawPointer?, _ socket: curl_socket_t) -> Int32 {
    context?.assumingMemoryBound(to: Opening.self).pointee.closes(socket) ?? close(socket)
}
