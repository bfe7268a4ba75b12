/// One connection of a `DirectTransport`: where it is, which slots wait on it, and the answer that is being read.
struct DirectConnection {
    /// Where it is.
    enum Phase: UInt8 {
        case closed
        /// libcurl opens it.
        case opening
        case open
        /// It is no more used, and the event loop still has to let go of its socket.
        case releasing
    }

    var phase = Phase.closed
    /// Whether it is encrypted.
    var channel: TLSChannel?
    /// Whether bytes that were handed to the event loop must stay as they are.
    var isWriting = false
    /// Of an encrypted connection, those bytes.
    var unwritten = UnsafeRawBufferPointer(start: nil, count: 0)
    /// Whether it is among those whose output is sent before the next wait.
    var isDirty = false
    /// Whether the parser is between two answers.
    var isBetweenAnswers = true
    var parser = ResponseParser()
    /// Answers since it was opened.
    var answers = 0
    /// When the first byte of the answer that is being read came.
    var firstByteAt: UInt64 = 0
    /// Where its body begins among those of the same request, where bodies are kept.
    var bodyStart: Int32 = 0
    /// The same of its head, where heads are kept.
    var headStart: Int32 = 0
    /// The slots that wait for an answer, in the order of their requests: those that are sent come first.
    var first: Int32 = -1
    var last: Int32 = -1
    /// How many of them are sent.
    var sent: Int32 = 0

    /// Whether a slot waits on it.
    var isBusy: Bool { first >= 0 }

    /// Makes ready for a new socket.
    mutating func open(_ channel: TLSChannel?) {
        phase = .open
        self.channel = channel
        isWriting = false
        isBetweenAnswers = true
        answers = 0
        sent = 0
    }
}

/// One slot of a `DirectTransport`: a request that is sent or waits to be.
struct DirectSlot {
    /// The number of its connection.
    let connection: Int32
    var request: Int32 = 0
    /// The slot whose request follows on the connection, -1 if there is none.
    var next: Int32 = -1
    /// Answers that have not come.
    var left: Int32 = 0
    /// Whether they have no body, since HEAD was asked for.
    var isHead = false
    /// Whether its connection serves no other request after it.
    var asksToClose = false
    /// Whether its bytes are its own, and not those of a request of the workload.
    var hasOwnBytes = false
    /// Whether its request has not ended.
    var isBusy = false
    /// When the first byte of its request was about to be written, 0 before that.
    var sentAt: UInt64 = 0
}
