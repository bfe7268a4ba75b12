/// The events of a transport: those that were handed out last stay valid while the next ones are gathered.
struct EventQueue: ~Copyable {
    private var returned: UnsafeMutablePointer<TransportEvent>
    private var gathered: UnsafeMutablePointer<TransportEvent>
    private var returnedCapacity: Int
    private var capacity: Int
    private var count = 0

    /// A queue that allocates nothing as long as no more than `capacity` events are gathered.
    init(capacity: Int) {
        self.capacity = capacity
        returnedCapacity = capacity
        returned = .allocate(capacity: capacity)
        gathered = .allocate(capacity: capacity)
    }

    deinit {
        returned.deallocate()
        gathered.deallocate()
    }

    /// Whether nothing was gathered since events were taken.
    var isEmpty: Bool { count == 0 }

    /// Adds an event.
    mutating func add(_ event: TransportEvent) {
        if count == capacity { grow() }
        (gathered + count).initialize(to: event)
        count &+= 1
    }

    /// The events that were gathered, valid until the next call.
    mutating func take() -> UnsafeBufferPointer<TransportEvent> {
        swap(&returned, &gathered)
        swap(&returnedCapacity, &capacity)
        defer { count = 0 }
        return UnsafeBufferPointer(start: returned, count: count)
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<TransportEvent>.allocate(capacity: 2 * capacity)
        larger.moveInitialize(from: gathered, count: count)
        gathered.deallocate()
        gathered = larger
        capacity *= 2
    }
}
