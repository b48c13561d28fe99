import CJSON

/// Owns a tokener of json-c, with which many texts can be read one after the other: making one costs more than reading a
/// short text.
struct JSONTokener: ~Copyable {
    /// nil when there was no memory for one.
    private let tokener: UnsafeMutablePointer<json_tokener>?

    init() {
        // json-c counts the scalars in the innermost container as a level of their own.
        tokener = json_tokener_new_ex(Int32(JSON.maximumDepth) + 1)
        // Not JSON_TOKENER_VALIDATE_UTF8: the guard has validated more strictly what comes here.
        if let tokener { json_tokener_set_flags(tokener, JSON_TOKENER_STRICT) }
    }

    deinit { json_tokener_free(tokener) }

    /// - Parameter text: one value that the guard has let by, without surrounding white space.
    /// - Parameter offset: where `text` begins in the whole, for errors.
    borrowing func read(_ text: UnsafeRawBufferPointer, offset: Int) throws(JSONError) -> JSONDocument {
        guard let length = Int32(exactly: text.count), let tokener else { throw JSONError(.malformed, offset: offset) }
        json_tokener_reset(tokener)
        var value = json_tokener_parse_ex(tokener, text.baseAddress?.assumingMemoryBound(to: CChar.self), length)
        if json_tokener_get_error(tokener) == json_tokener_continue {
            // Without a byte behind it json-c cannot know that a lone number ends.
            value = json_tokener_parse_ex(tokener, "", 1)
        }
        guard json_tokener_get_error(tokener) == json_tokener_success else {
            json_object_put(value)
            throw JSONError(.malformed, offset: offset + json_tokener_get_parse_end(tokener))
        }
        return JSONDocument(root: value)
    }
}
