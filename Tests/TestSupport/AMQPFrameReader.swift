/// Cuts the bytes of one direction of a connection into frames, wherever they were divided on the way.
struct AMQPFrameReader {
    private var buffer: [UInt8] = []
    private var start = 0

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole frame; nil when more bytes are needed.
    mutating func next() -> AMQPFrame? {
        let rest = buffer[start...]
        guard let type = rest.first else { return nil }
        if type == UInt8(ascii: "A") {
            guard rest.count >= 8 else { return nil }
            start += 8
            return .protocolHeader(Array(rest.prefix(8)))
        }
        guard rest.count >= 7 else { return nil }
        let size = Int(UInt32(big: rest[(start + 3)..<(start + 7)]))
        guard rest.count >= size + 8 else { return nil }
        defer { start += size + 8 }
        return AMQPFrame(
            type: type, channel: UInt16(big: rest[(start + 1)..<(start + 3)]),
            payload: Array(rest[(start + 7)..<(start + 7 + size)]))
    }
}
