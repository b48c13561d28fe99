/// Strict RFC 8259 reading and writing.
///
/// json-c builds the values. Its strict mode still takes duplicate keys (last wins), `NaN`, raw control characters, lone
/// surrogates and integers beyond 64 bits (clamped), and it cuts keys at NUL; so a guard pass reads the text first and
/// refuses all of that, with the code and the byte offset. What the guard lets by has one meaning for every reader.
public enum JSON {
    /// Arrays and objects may lie in each other this many levels deep; a lone array or object is one level.
    public static let maximumDepth = 32

    /// Reads one JSON text, which must be the whole of `bytes` but for surrounding white space.
    ///
    /// Numbers: an integer outside `Int64` and a decimal that overflows a binary64 (`1E400`) are refused with
    /// `numberOutOfRange`, because readers disagree about them; `-0` is the integer 0; any other number with a fraction or
    /// an exponent keeps its text as `decimal`. A byte order mark is `malformed` at 0.
    /// Keys are compared after unescaping and by canonical equivalence, as Swift compares text: `"\u0061"` repeats `"a"`.
    /// - Throws: the first problem met. Offsets count from the start of `bytes`.
    public static func parse(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in try parse(UnsafeRawBufferPointer(buffer)) }
    }

    /// As `parse(_:)` of an array; offsets count from the start of the slice.
    public static func parse(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> JSONValue {
        try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in try parse(UnsafeRawBufferPointer(buffer)) }
    }

    /// As `parse(_:)` of an array, without a copy; nothing of `text` is kept.
    public static func parse(_ text: UnsafeRawBufferPointer) throws(JSONError) -> JSONValue {
        var gate = JSONGuard(text)
        let range = try gate.check()
        let document = try JSONTokener().read(UnsafeRawBufferPointer(rebasing: text[range]), offset: range.lowerBound)
        var members = 0
        let value = document.value(countingMembers: &members)
        // json-c keeps one member per key: fewer members than were written means that a key was repeated. Only then, and
        // for keys that may be equal as text though not as bytes, are the keys themselves compared.
        if members != gate.members || gate.hasUnusualKeys,
            let repeated = DuplicateKeyFinder.firstDuplicate(in: text, range)
        {
            throw JSONError(.duplicateKey, offset: repeated)
        }
        return value
    }
}
