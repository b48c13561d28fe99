/// Media types, as far as telling them apart needs it.
enum MediaType {
    /// Type and subtype in lower case, without parameters: `text/xml` of `Text/XML; charset=utf-8`.
    static func bare(_ text: String) -> String {
        let type = text.prefix { $0 != ";" }.lowercased()
        let isSpace = { (character: Character) in character == " " || character == "\t" }
        return String(type.drop(while: isSpace).reversed().drop(while: isSpace).reversed())
    }
}
