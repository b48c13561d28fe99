/// Bodies of messages by their field tables, in both directions: items padded to their width, each followed by CRLF.
///
/// Errors name the item with its occurrence, the line of the whole message (the header is line 1), and a byte offset
/// from the start of the message: of the byte that is wrong, or of the item's start when the item as a whole is.
enum BodyCodec {
    static func error(
        _ code: AdapterError.Code, form: String, table: FieldTable, position: Int, offset: Int, firstLine: Int,
        _ problem: String
    ) -> AdapterError {
        AdapterError(
            code, form: form, field: table.name(at: position).description, offset: offset, line: firstLine + position,
            problem: problem)
    }

    /// Throws when a mandatory item is empty.
    static func checkMandatory(
        _ table: FieldTable, form: String, itemCount: Int, firstLine: Int, isEmpty: (Int) -> Bool, offset: (Int) -> Int
    ) throws(AdapterError) {
        guard let missing = table.firstMissing(itemCount: itemCount, isEmpty: isEmpty) else { return }
        throw error(
            .missingItem, form: form, table: table, position: missing, offset: offset(missing), firstLine: firstLine,
            "a mandatory item is blank")
    }
}
