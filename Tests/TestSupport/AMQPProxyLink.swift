import Foundation

/// One client's connection and the one to the broker that belongs to it. Lives on the proxy's thread.
final class AMQPProxyLink {
    /// What goes one way.
    struct Lane {
        var reader = AMQPFrameReader()
        var output: [UInt8] = []
        var written = 0
        /// Nothing is written before.
        var heldUntil: ContinuousClock.Instant?
        /// Frames behind one that is held up.
        var heldFrames: [AMQPFrame] = []
        /// What happens to the content frames to come, and how much of the body is missing (nil: the header as well).
        var content: (act: AMQPProxyRule.Act, missing: UInt64?)?
        var repetition: [UInt8] = []
        var sourceEnded = false

        var pending: Int { output.count - written }
    }

    /// More is not read before the other side has taken some.
    private static let outputLimit = 1 << 20

    let client: Int32
    let broker: Int32
    private var toBroker = Lane()
    private var toClient = Lane()
    private(set) var isStalled = false
    private(set) var isClosed = false
    /// The direction whose output is written out first; then both ends are closed.
    private var cutting: AMQPProxyRule.Direction?

    init(client: Int32, broker: Int32) {
        self.client = client
        self.broker = broker
    }

    func close() {
        guard !isClosed else { return }
        isClosed = true
        for descriptor in [client, broker] {
            shutdown(descriptor, Int32(SHUT_WR))
            Foundation.close(descriptor)
        }
    }

    func stall() { isStalled = true }

    // MARK: Waiting

    func events(_ direction: AMQPProxyRule.Direction) -> (source: Int16, target: Int16) {
        let lane = self[direction]
        let reads = isStalled || (cutting == nil && lane.pending < Self.outputLimit)
        let writes = !isStalled && lane.pending > 0
        return (reads && !lane.sourceEnded ? Int16(POLLIN) : 0, writes ? Int16(POLLOUT) : 0)
    }

    var wakeAt: ContinuousClock.Instant? {
        [toBroker.heldUntil, toClient.heldUntil].compactMap { $0 }.min()
    }

    // MARK: Moving

    func move(_ direction: AMQPProxyRule.Direction, proxy: AMQPProxy, slice: () -> Int?) {
        guard !isClosed else { return }
        read(direction, proxy)
        release(direction)
        if !isClosed, !isStalled { write(direction, slice) }
        if !isClosed, cutting == direction, self[direction].pending == 0 { close() }
    }

    func inject(_ frame: AMQPFrame, _ direction: AMQPProxyRule.Direction) {
        self[direction].output += frame.bytes
    }

    private func read(_ direction: AMQPProxyRule.Direction, _ proxy: AMQPProxy) {
        guard events(direction).source != 0 else { return }
        let source = direction == .toBroker ? client : broker
        withUnsafeTemporaryAllocation(byteCount: 65536, alignment: 16) { buffer in
            let count = recv(source, buffer.baseAddress, buffer.count, 0)
            if count > 0 {
                guard !isStalled else { return }
                self[direction].reader.append(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
                while cutting == nil, !isStalled, let frame = self[direction].reader.next() {
                    pass(frame, direction, proxy)
                }
            } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
                self[direction].sourceEnded = true
                // A half-open link does not tell the one end that the other is gone.
                if !isStalled { cutting = cutting ?? direction }
                if toBroker.sourceEnded, toClient.sourceEnded { close() }
            }
        }
    }

    private func pass(_ frame: AMQPFrame, _ direction: AMQPProxyRule.Direction, _ proxy: AMQPProxy) {
        if let content = self[direction].content, frame.type == 2 || frame.type == 3 {
            _ = proxy.judge(frame, direction)
            passContent(frame, content, direction)
            return
        }
        switch proxy.judge(frame, direction) {
        case nil: put(frame, direction)
        case .cutBefore?: cutting = direction
        case .cutAfter?:
            put(frame, direction)
            cutting = direction
        case .cutInside(let count)?:
            self[direction].output += frame.bytes.prefix(count)
            cutting = direction
        case .stall?: isStalled = true
        case .delay(let pause)?:
            self[direction].heldUntil = ContinuousClock.now + pause
            self[direction].heldFrames.append(frame)
        case .drop?:
            if frame.method?.hasContent == true { self[direction].content = (.drop, nil) }
        case .duplicate?:
            put(frame, direction)
            if frame.method?.hasContent == true {
                self[direction].content = (.duplicate, nil)
                self[direction].repetition = frame.bytes
            } else {
                put(frame, direction)
            }
        }
    }

    private func passContent(
        _ frame: AMQPFrame, _ content: (act: AMQPProxyRule.Act, missing: UInt64?), _ direction: AMQPProxyRule.Direction
    ) {
        let missing = frame.bodySize ?? (content.missing ?? 0) - UInt64(frame.payload.count)
        self[direction].content = missing == 0 ? nil : (content.act, missing)
        guard content.act == .duplicate else { return }
        put(frame, direction)
        self[direction].repetition += frame.bytes
        if missing == 0 { self[direction].output += exchange(&self[direction].repetition, with: []) }
    }

    private func put(_ frame: AMQPFrame, _ direction: AMQPProxyRule.Direction) {
        if self[direction].heldUntil != nil {
            self[direction].heldFrames.append(frame)
        } else {
            self[direction].output += frame.bytes
        }
    }

    private func release(_ direction: AMQPProxyRule.Direction) {
        guard let until = self[direction].heldUntil, until <= .now else { return }
        self[direction].heldUntil = nil
        for frame in exchange(&self[direction].heldFrames, with: []) { self[direction].output += frame.bytes }
    }

    private func write(_ direction: AMQPProxyRule.Direction, _ slice: () -> Int?) {
        let target = direction == .toBroker ? broker : client
        // So many writes in a turn that small slices of one side do not keep the other waiting.
        for _ in 0..<256 {
            let pending = self[direction].pending
            guard pending > 0 else { break }
            let length = min(pending, slice() ?? pending)
            let written = self[direction].written
            let count = self[direction].output.withUnsafeBytes {
                send(target, $0.baseAddress.map { $0 + written }, length, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else {
                if errno != EAGAIN && errno != EINTR { close() }
                return
            }
            self[direction].written += count
        }
        if self[direction].pending == 0 {
            self[direction].output.removeAll(keepingCapacity: true)
            self[direction].written = 0
        }
    }

    private subscript(direction: AMQPProxyRule.Direction) -> Lane {
        get { direction == .toBroker ? toBroker : toClient }
        _modify { if direction == .toBroker { yield &toBroker } else { yield &toClient } }
    }
}
