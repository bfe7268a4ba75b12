/// What is known of each open socket of a worker, found by its descriptor number.
///
/// libcurl asks to forget a socket at the end of each transfer and to watch it again at the start of the next. The
/// table lets the registration in epoll stay as it is meanwhile: two system calls fewer per request.
struct SocketTable: ~Copyable {
    /// One socket.
    struct Entry {
        /// The epoll bits it is registered for, 0 if it is not registered.
        var registered: UInt32 = 0
        /// The epoll bits that libcurl wants to hear of now.
        var wanted: UInt32 = 0
        /// The connection whose socket it is, of whose closing we are told; nil for libcurl's own pipes.
        var connection: UnsafeMutablePointer<MultiConnection>?
    }

    private var entries: UnsafeMutablePointer<Entry>
    private var capacity: Int

    init() {
        capacity = 64
        entries = .allocate(capacity: capacity)
        entries.initialize(repeating: Entry(), count: capacity)
    }

    deinit {
        entries.deallocate()
    }

    /// The entry of `socket`.
    ///
    /// Growing happens only when a higher descriptor than ever before is opened.
    subscript(socket: Int32) -> Entry {
        get {
            Int(socket) < capacity ? entries[Int(socket)] : Entry()
        }
        set {
            if Int(socket) >= capacity { grow(toHold: Int(socket)) }
            entries[Int(socket)] = newValue
        }
    }

    private mutating func grow(toHold socket: Int) {
        let larger = max(capacity * 2, socket + 1)
        let grown = UnsafeMutablePointer<Entry>.allocate(capacity: larger)
        grown.moveInitialize(from: entries, count: capacity)
        (grown + capacity).initialize(repeating: Entry(), count: larger - capacity)
        entries.deallocate()
        entries = grown
        capacity = larger
    }
}
