/// Writes XML in UTF-8, in the order of the calls. Text of any origin is safe: it is escaped, and what XML cannot hold
/// becomes U+FFFD.
public struct XMLWriter: Sendable {
    public private(set) var bytes: [UInt8]
    /// Names of the elements that are open, for their end tags; as deep as the caller's nesting.
    private var open: [String] = []

    /// Starts a document with an XML declaration.
    public init() {
        bytes = []
        bytes.reserveCapacity(2048)
        put(#"<?xml version="1.0" encoding="UTF-8"?>"#)
    }

    /// - Parameter name: a name of the format's, never text of a message.
    public mutating func start(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        put("<")
        put(name)
        for (key, value) in attributes {
            put(" ")
            put(key)
            put("=\"")
            escape(value, inAttribute: true)
            put("\"")
        }
        put(">")
        open.append(name)
    }

    /// Ends the element that was started last.
    public mutating func end() {
        guard let name = open.popLast() else { return }
        put("</")
        put(name)
        put(">")
    }

    /// An element with text; `<name/>` when there is none.
    public mutating func element(_ name: String, _ text: String = "") {
        put("<")
        put(name)
        guard !text.isEmpty else {
            put("/>")
            return
        }
        put(">")
        escape(text, inAttribute: false)
        put("</")
        put(name)
        put(">")
    }

    /// An element around what `content` writes.
    public mutating func element<E: Error>(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:],
        content: (inout XMLWriter) throws(E) -> Void
    ) throws(E) {
        start(name, attributes)
        try content(&self)
        end()
    }

    private mutating func put(_ text: String) { bytes.append(contentsOf: text.utf8) }

    private mutating func escape(_ text: String, inAttribute: Bool) {
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": put("&amp;")
            case "<": put("&lt;")
            // Always, so that ]]> never stands in text.
            case ">": put("&gt;")
            case "\"" where inAttribute: put("&quot;")
            // As references, or reading would turn them into other white space.
            case "\r": put("&#13;")
            case "\n" where inAttribute: put("&#10;")
            case "\t" where inAttribute: put("&#9;")
            default:
                if scalar.isASCII, scalar.value >= 0x20 {
                    bytes.append(UInt8(truncatingIfNeeded: scalar.value))
                } else {
                    put(String(Character(XMLCharacters.isCharacter(scalar.value) ? scalar : "\u{FFFD}")))
                }
            }
        }
    }
}
