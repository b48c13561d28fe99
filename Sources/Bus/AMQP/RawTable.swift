internal import CRabbitMQ

/// Header tables as the library decodes them, to values of ours.
enum RawTable {
    /// Tables and arrays nested deeper than this are read as `void`: nobody of ours writes them, and a hostile one must
    /// not cost a stack.
    static let depthLimit = 32

    /// Whether the table has at most so many octets in its encoding and is not nested too deep. Looks at no more of it than
    /// it takes to say so.
    static func fits(_ table: amqp_table_t, bytes limit: Int) -> Bool {
        var left = limit
        return fits(table, &left, depth: 1)
    }

    private static func fits(_ table: amqp_table_t, _ left: inout Int, depth: Int) -> Bool {
        left -= 4
        for entry in UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries)) {
            left -= 1 + entry.key.len
            guard fits(entry.value, &left, depth: depth) else { return false }
        }
        return left >= 0
    }

    private static func fits(_ field: amqp_field_value_t, _ left: inout Int, depth: Int) -> Bool {
        // At least its type, so that many empty ones are soon too many.
        left -= 1
        guard left >= 0 else { return false }
        switch UInt32(field.kind) {
        case AMQP_FIELD_KIND_UTF8.rawValue, AMQP_FIELD_KIND_BYTES.rawValue: left -= 4 + field.value.bytes.len
        case AMQP_FIELD_KIND_TABLE.rawValue:
            return depth < depthLimit && fits(field.value.table, &left, depth: depth + 1)
        case AMQP_FIELD_KIND_ARRAY.rawValue:
            guard depth < depthLimit else { return false }
            left -= 4
            for value in UnsafeBufferPointer(start: field.value.array.entries, count: Int(field.value.array.num_entries)) {
                guard fits(value, &left, depth: depth + 1) else { return false }
            }
        case AMQP_FIELD_KIND_VOID.rawValue: break
        // A few octets more or less do not matter.
        default: left -= 8
        }
        return left >= 0
    }

    static func dictionary(_ table: amqp_table_t, depth: Int = 1) -> [String: HeaderValue] {
        var result: [String: HeaderValue] = [:]
        for entry in UnsafeBufferPointer(start: table.entries, count: Int(table.num_entries)) {
            result[entry.key.text] = value(entry.value, depth: depth)
        }
        return result
    }

    private static func value(_ field: amqp_field_value_t, depth: Int) -> HeaderValue {
        switch UInt32(field.kind) {
        case AMQP_FIELD_KIND_BOOLEAN.rawValue: .bool(field.value.boolean != 0)
        case AMQP_FIELD_KIND_I8.rawValue: .integer(Int64(field.value.i8))
        case AMQP_FIELD_KIND_U8.rawValue: .integer(Int64(field.value.u8))
        case AMQP_FIELD_KIND_I16.rawValue: .integer(Int64(field.value.i16))
        case AMQP_FIELD_KIND_U16.rawValue: .integer(Int64(field.value.u16))
        case AMQP_FIELD_KIND_I32.rawValue: .integer(Int64(field.value.i32))
        case AMQP_FIELD_KIND_U32.rawValue: .integer(Int64(field.value.u32))
        case AMQP_FIELD_KIND_I64.rawValue: .integer(field.value.i64)
        case AMQP_FIELD_KIND_U64.rawValue: .integer(Int64(clamping: field.value.u64))
        case AMQP_FIELD_KIND_F32.rawValue: .double(Double(field.value.f32))
        case AMQP_FIELD_KIND_F64.rawValue: .double(field.value.f64)
        case AMQP_FIELD_KIND_UTF8.rawValue: .string(field.value.bytes.text)
        case AMQP_FIELD_KIND_BYTES.rawValue: .bytes(field.value.bytes.array)
        case AMQP_FIELD_KIND_TIMESTAMP.rawValue: .timestamp(field.value.u64)
        case AMQP_FIELD_KIND_TABLE.rawValue:
            depth < depthLimit ? .table(dictionary(field.value.table, depth: depth + 1)) : .void
        case AMQP_FIELD_KIND_ARRAY.rawValue:
            depth < depthLimit ? .array(array(field.value.array, depth: depth + 1)) : .void
        default: .void
        }
    }

    private static func array(_ array: amqp_array_t, depth: Int) -> [HeaderValue] {
        UnsafeBufferPointer(start: array.entries, count: Int(array.num_entries)).map { value($0, depth: depth) }
    }
}
