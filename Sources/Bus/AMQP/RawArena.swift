internal import CRabbitMQ

/// Memory for the strings and tables of one call into the library, which owns none of what it is given.
///
/// Grows to the largest message's needs, at most `Limits.headerBytes` several times over; `reset` keeps the first block.
struct RawArena: ~Copyable {
    private static let blockSize = 16 * 1024
    private let block = UnsafeMutableRawPointer.allocate(byteCount: blockSize, alignment: 16)
    private var used = 0
    private var overflow: [UnsafeMutableRawPointer] = []

    deinit {
        for pointer in overflow { pointer.deallocate() }
        block.deallocate()
    }

    /// Everything handed out before becomes invalid.
    mutating func reset() {
        used = 0
        for pointer in overflow { pointer.deallocate() }
        overflow.removeAll()
    }

    private mutating func allocate(_ count: Int) -> UnsafeMutableRawPointer {
        let rounded = (count + 15) & ~15
        guard used + rounded <= Self.blockSize else {
            let pointer = UnsafeMutableRawPointer.allocate(byteCount: rounded, alignment: 16)
            overflow.append(pointer)
            return pointer
        }
        defer { used += rounded }
        return block + used
    }

    mutating func bytes(_ text: String) -> amqp_bytes_t {
        var copy = text
        return copy.withUTF8 { bytes(UnsafeRawBufferPointer($0)) }
    }

    private mutating func bytes(_ source: UnsafeRawBufferPointer) -> amqp_bytes_t {
        guard let start = source.baseAddress, source.count > 0 else { return amqp_bytes_t(len: 0, bytes: nil) }
        let pointer = allocate(source.count)
        pointer.copyMemory(from: start, byteCount: source.count)
        return amqp_bytes_t(len: source.count, bytes: pointer)
    }

    mutating func table(_ values: [String: HeaderValue]) -> amqp_table_t {
        guard !values.isEmpty else { return amqp_table_t(num_entries: 0, entries: nil) }
        let entries = allocate(values.count * MemoryLayout<amqp_table_entry_t>.stride)
            .bindMemory(to: amqp_table_entry_t.self, capacity: values.count)
        for (index, (name, value)) in values.enumerated() {
            (entries + index).initialize(to: amqp_table_entry_t(key: bytes(name), value: field(value)))
        }
        return amqp_table_t(num_entries: Int32(values.count), entries: entries)
    }

    private mutating func field(_ value: HeaderValue) -> amqp_field_value_t {
        var field = amqp_field_value_t()
        func set(_ kind: amqp_field_value_kind_t) { field.kind = UInt8(kind.rawValue) }
        switch value {
        case .void:
            set(AMQP_FIELD_KIND_VOID)
        case .bool(let flag):
            set(AMQP_FIELD_KIND_BOOLEAN)
            field.value.boolean = flag ? 1 : 0
        case .integer(let number):
            set(AMQP_FIELD_KIND_I64)
            field.value.i64 = number
        case .double(let number):
            set(AMQP_FIELD_KIND_F64)
            field.value.f64 = number
        case .string(let text):
            set(AMQP_FIELD_KIND_UTF8)
            field.value.bytes = bytes(text)
        case .bytes(let array):
            set(AMQP_FIELD_KIND_BYTES)
            field.value.bytes = array.withUnsafeBytes { bytes($0) }
        case .timestamp(let seconds):
            set(AMQP_FIELD_KIND_TIMESTAMP)
            field.value.u64 = seconds
        case .table(let nested):
            set(AMQP_FIELD_KIND_TABLE)
            field.value.table = table(nested)
        case .array(let values):
            set(AMQP_FIELD_KIND_ARRAY)
            let entries = allocate(max(values.count, 1) * MemoryLayout<amqp_field_value_t>.stride)
                .bindMemory(to: amqp_field_value_t.self, capacity: max(values.count, 1))
            for (index, nested) in values.enumerated() { (entries + index).initialize(to: self.field(nested)) }
            field.value.array = amqp_array_t(num_entries: Int32(values.count), entries: entries)
        }
        return field
    }
}
