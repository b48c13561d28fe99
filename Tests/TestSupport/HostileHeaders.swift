/// Header tables that no library of good manners would write; each is the inside of an encoded table.
public enum HostileHeaders {
    /// Octets that share the frame with the table: the frame's own, class and size, content type, delivery mode, message
    /// id, as `AMQPRawClient.publish` sends them. What is left is less than the broker adds to a message it gives back.
    private static let reserve = 42

    /// The deepest table of tables that a header frame has room for. RabbitMQ 3.10 takes time with the square of the depth
    /// to encode such a thing, for this one many seconds.
    public static let deepestTables = tables(depth: (Int(AMQPRawClient.frameMax) - reserve) / 6)

    /// The deepest array of arrays that a header frame has room for.
    public static let deepestArrays = arrays(depth: (Int(AMQPRawClient.frameMax) - reserve) / 5)

    /// A table in a table in a table: each level is a nameless entry.
    public static func tables(depth: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        for level in 0..<depth {
            bytes += [0, UInt8(ascii: "F")]
            bytes.appendBig(UInt32(6 * (depth - 1 - level)))
        }
        return bytes
    }

    /// One nameless entry with an array in an array in an array.
    public static func arrays(depth: Int) -> [UInt8] {
        var bytes: [UInt8] = [0]
        for level in 0..<depth {
            bytes.append(UInt8(ascii: "A"))
            bytes.appendBig(UInt32(5 * (depth - 1 - level)))
        }
        return bytes
    }

    /// As many entries without a name and a value as fit. RabbitMQ 4 keeps one of them.
    public static let nameless = [[UInt8]](
        repeating: [0, UInt8(ascii: "V")], count: (Int(AMQPRawClient.frameMax) - reserve) / 2
    ).flatMap { $0 }

    /// As many entries without a value, each of a name of its own, as fit.
    public static let names = (0..<(Int(AMQPRawClient.frameMax) - reserve) / 5).flatMap { number -> [UInt8] in
        [3] + [12, 6, 0].map { UInt8(ascii: "0") + UInt8(number >> $0 & 63) } + [UInt8(ascii: "V")]
    }

    /// One text that fills the frame.
    public static let long: [UInt8] = {
        var bytes: [UInt8] = [1, UInt8(ascii: "a"), UInt8(ascii: "S")]
        bytes.appendLongString([UInt8](repeating: UInt8(ascii: "x"), count: Int(AMQPRawClient.frameMax) - reserve - 7))
        return bytes
    }()

    /// One value of each type that RabbitMQ knows.
    public static let everyType: [UInt8] = {
        var bytes: [UInt8] = []
        let values: [(Character, [UInt8])] = [
            ("t", [1]), ("b", [0xFF]), ("B", [0xFF]), ("s", [0xFF, 0xFE]), ("u", [0xFF, 0xFE]), ("I", [0xFF, 0, 0, 1]),
            ("i", [0xFF, 0, 0, 1]), ("l", [0xFF, 0, 0, 0, 0, 0, 0, 1]), ("f", [0x3F, 0x80, 0, 0]),
            ("d", [0x3F, 0xF0, 0, 0, 0, 0, 0, 0]), ("D", [2, 0, 0, 0, 1]), ("S", [0, 0, 0, 2, 0xC3, 0x28]),
            ("x", [0, 0, 0, 1, 0]), ("T", [0, 0, 0, 0, 0, 0, 0, 1]), ("V", []), ("A", [0, 0, 0, 0]), ("F", [0, 0, 0, 0]),
        ]
        for (type, value) in values {
            bytes.appendShortString("\(type)")
            bytes.append(type.asciiValue ?? 0)
            bytes += value
        }
        return bytes
    }()
}
