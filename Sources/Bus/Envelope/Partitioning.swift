/// How many partitions an installation has, and which of them a key belongs to.
///
/// The number is fixed for an installation; it may change only while every partition queue is empty, because a key that
/// moves to another queue could overtake its own earlier events.
public struct Partitioning: Sendable, Hashable {
    /// 1 to 64; 8 by default.
    public let count: Int

    /// nil outside 1...64.
    public init?(count: Int) {
        guard (1...64).contains(count) else { return nil }
        self.count = count
    }

    private init(unchecked count: Int) { self.count = count }

    public static let standard = Partitioning(unchecked: 8)

    /// CRC-32 (ISO-HDLC, as in zlib) of the key's UTF-8 bytes, modulo the number of partitions.
    public func partition(of key: String) -> Int {
        Int(CRC32.checksum(key.utf8) % UInt32(count))
    }

    /// `<system>.<entity>.p<NN>`.
    public func routingKey(for type: EventType, key: String) -> String {
        let partition = Self.name(partition(of: key))
        var text = ""
        text.reserveCapacity(type.system.utf8.count + type.entity.utf8.count + partition.utf8.count + 2)
        text += type.system
        text += "."
        text += type.entity
        text += "."
        text += partition
        return text
    }

    /// `p00` to `p63`.
    public static func name(_ partition: Int) -> String {
        partition < 10 ? "p0\(partition)" : "p\(partition)"
    }
}

/// CRC-32 with the reflected polynomial 0xEDB88320, as every zlib binding computes it.
public enum CRC32 {
    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in
            value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
        }
    }

    public static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
        let table = table
        var value: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            value = table[Int((value ^ UInt32(byte)) & 0xFF)] ^ (value >> 8)
        }
        return value ^ 0xFFFF_FFFF
    }
}
