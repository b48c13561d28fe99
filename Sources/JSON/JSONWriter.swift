/// Writes JSON text piece by piece into memory of its own, without a value in between.
///
/// Pieces come as they are: whoever calls it keeps quotes, commas and brackets in balance. The text is copied out once, at
/// its exact size.
public struct JSONWriter: ~Copyable {
    private var memory: UnsafeMutableRawPointer
    private var capacity: Int
    /// Bytes written so far.
    public private(set) var count = 0

    /// - Parameter capacity: what the text will probably need; it may become longer.
    public init(reserving capacity: Int = 1024) {
        self.capacity = max(capacity, 64)
        memory = .allocate(byteCount: self.capacity, alignment: 8)
    }

    deinit { memory.deallocate() }

    /// What is written so far.
    public var bytes: [UInt8] { withBytes { Array($0) } }

    /// Lends what is written so far, for the time of the call.
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        body(UnsafeRawBufferPointer(start: memory, count: count))
    }

    /// Appends text that is JSON as it stands.
    public mutating func put(_ piece: StaticString) {
        put(UnsafeRawBufferPointer(start: piece.utf8Start, count: piece.utf8CodeUnitCount))
    }

    /// Appends text that is JSON as it stands.
    public mutating func put(_ piece: UnsafeRawBufferPointer) {
        room(piece.count).copyMemory(from: piece)
        count += piece.count
    }

    /// Appends text that is JSON as it stands.
    /// - Parameters:
    ///   - most: bytes that `body` may write.
    ///   - body: writes from the start of the buffer and returns how many bytes it wrote.
    public mutating func put(atMost most: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Int) {
        count += min(body(room(most).bindMemory(to: UInt8.self)), most)
    }

    mutating func put(_ byte: UInt8) {
        if count == capacity { grow(1) }
        memory.storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
        count += 1
    }

    /// Memory for that many more bytes, behind what is written.
    mutating func room(_ bytes: Int) -> UnsafeMutableRawBufferPointer {
        if capacity - count < bytes { grow(bytes) }
        return UnsafeMutableRawBufferPointer(start: memory + count, count: bytes)
    }

    mutating func advance(_ bytes: Int) { count += bytes }

    private mutating func grow(_ bytes: Int) {
        capacity = max(2 * capacity, count + bytes)
        let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 8)
        larger.copyMemory(from: memory, byteCount: count)
        memory.deallocate()
        memory = larger
    }
}
