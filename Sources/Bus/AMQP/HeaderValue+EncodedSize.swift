extension HeaderValue {
    /// Octets of a table in the AMQP encoding, its own length included; nil when it is nested deeper than
    /// `RawTable.depthLimit` or a name is longer than the 128 characters the protocol allows.
    static func encodedSize(_ table: [String: HeaderValue], depth: Int = 1) -> Int? {
        guard depth <= RawTable.depthLimit else { return nil }
        var sum = 4
        for (name, value) in table {
            guard name.utf8.count <= 128, let size = value.encodedSize(depth: depth) else { return nil }
            sum += 1 + name.utf8.count + size
        }
        return sum
    }

    private func encodedSize(depth: Int) -> Int? {
        switch self {
        case .void: return 1
        case .bool: return 2
        case .integer, .double, .timestamp: return 9
        case .string(let text): return 5 + text.utf8.count
        case .bytes(let bytes): return 5 + bytes.count
        case .table(let table): return Self.encodedSize(table, depth: depth + 1).map { 1 + $0 }
        case .array(let values):
            guard depth < RawTable.depthLimit else { return nil }
            var sum = 5
            for value in values {
                guard let size = value.encodedSize(depth: depth + 1) else { return nil }
                sum += size
            }
            return sum
        }
    }
}
