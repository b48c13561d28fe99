import CJSON

/// Owns what json-c built of one text. The reference count of json-c is not atomic, so the tree has exactly this one
/// owner, stays on the thread that built it, and is copied out before it dies.
struct JSONDocument: ~Copyable {
    /// nil stands for the value `null`.
    private let root: OpaquePointer?

    /// - Parameter root: what a tokener has returned, with its one reference.
    init(root: OpaquePointer?) { self.root = root }

    deinit { json_object_put(root) }

    /// Copies the whole tree.
    /// - Parameter members: rises by the number of members of all objects in it.
    borrowing func value(countingMembers members: inout Int) -> JSONValue {
        Self.copy(root, &members)
    }

    /// Recursion is bounded by `JSON.maximumDepth`.
    private static func copy(_ node: OpaquePointer?, _ members: inout Int) -> JSONValue {
        switch json_object_get_type(node) {
        case json_type_string: .string(string(node))
        case json_type_int: .integer(json_object_get_int64(node))
        case json_type_boolean: .bool(json_object_get_boolean(node) != 0)
        case json_type_object: .object(object(node, &members))
        case json_type_array: .array(array(node, &members))
        // json-c keeps the text that a decimal was read from and writes it again.
        case json_type_double: .decimal(String(cString: json_object_to_json_string(node)))
        default: .null
        }
    }

    private static func string(_ node: OpaquePointer?) -> String {
        guard let start = json_object_get_string(node) else { return "" }
        // By length, because a value may hold NUL.
        let length = Int(json_object_get_string_len(node))
        return String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }

    private static func object(_ node: OpaquePointer?, _ members: inout Int) -> JSONObject {
        var result: [JSONObject.Member] = []
        result.reserveCapacity(Int(json_object_object_length(node)))
        var entry = json_object_get_object(node)?.pointee.head
        while let member = entry?.pointee {
            if let key = member.k {
                let name = String(cString: key.assumingMemoryBound(to: CChar.self))
                result.append(.init(key: name, value: copy(member.v.map { OpaquePointer($0) }, &members)))
            }
            entry = member.next
        }
        members += result.count
        return JSONObject(result)
    }

    private static func array(_ node: OpaquePointer?, _ members: inout Int) -> [JSONValue] {
        let count = json_object_array_length(node)
        var result: [JSONValue] = []
        result.reserveCapacity(count)
        for index in 0..<count { result.append(copy(json_object_array_get_idx(node, index), &members)) }
        return result
    }
}
