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
        open.reserveCapacity(8)
        put(#"<?xml version="1.0" encoding="UTF-8"?>"#)
    }

    /// - Parameter name: a name of the format's, never text of a message.
    public mutating func start(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) {
        bytes.append(UInt8(ascii: "<"))
        put(name)
        for (key, value) in attributes {
            put(" ")
            put(key)
            put("=\"")
            escape(value, inAttribute: true)
            put("\"")
        }
        bytes.append(UInt8(ascii: ">"))
        open.append(name)
    }

    /// Ends the element that was started last.
    public mutating func end() {
        guard var name = open.popLast() else { return }
        name.withUTF8 { endTag($0) }
    }

    /// An element with text; `<name/>` when there is none.
    public mutating func element(_ name: String, _ text: String = "") {
        var name = name
        name.withUTF8 { element($0, text) }
    }

    /// The same; names in bytes are what the tables of the formats have.
    mutating func element(_ name: some Collection<UInt8>, _ text: String) {
        guard !text.isEmpty else {
            bytes.append(UInt8(ascii: "<"))
            bytes.append(contentsOf: name)
            put("/>")
            return
        }
        startTag(name)
        escape(text, inAttribute: false)
        endTag(name)
    }

    mutating func startTag(_ name: some Collection<UInt8>) {
        bytes.append(UInt8(ascii: "<"))
        bytes.append(contentsOf: name)
        bytes.append(UInt8(ascii: ">"))
    }

    mutating func endTag(_ name: some Collection<UInt8>) {
        bytes.append(UInt8(ascii: "<"))
        bytes.append(UInt8(ascii: "/"))
        bytes.append(contentsOf: name)
        bytes.append(UInt8(ascii: ">"))
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

    private mutating func put(_ text: String) {
        var text = text
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    private mutating func escape(_ text: String, inAttribute: Bool) {
        var text = text
        text.withUTF8 { text in
            // What needs no escape is written in stretches.
            var start = 0
            var index = 0
            while index < text.count {
                guard Self.mayNeedEscape(text[index]) else {
                    index += 1
                    continue
                }
                let width = text[index] == 0xEF ? 3 : 1
                if let escape = Self.escape(text[index..<index + width], inAttribute: inAttribute) {
                    bytes.append(contentsOf: text[start..<index])
                    escape.withUTF8Buffer { bytes.append(contentsOf: $0) }
                    start = index + width
                }
                index += width
            }
            bytes.append(contentsOf: text[start...])
        }
    }

    /// Also for `0xEF`, with which U+FFFE and U+FFFF begin, the only characters beyond ASCII that XML cannot hold.
    private static func mayNeedEscape(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x00...0x1F, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), 0xEF: true
        default: false
        }
    }

    /// What is written instead of a character, given by its UTF-8 bytes; nil when it is written as it is.
    private static func escape(_ character: Slice<UnsafeBufferPointer<UInt8>>, inAttribute: Bool) -> StaticString? {
        switch character[character.startIndex] {
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "<"): "&lt;"
        // Always, so that ]]> never stands in text.
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "\""): inAttribute ? "&quot;" : nil
        // As references, or reading would turn them into other white space.
        case UInt8(ascii: "\r"): "&#13;"
        case UInt8(ascii: "\n"): inAttribute ? "&#10;" : nil
        case UInt8(ascii: "\t"): inAttribute ? "&#9;" : nil
        case 0xEF:
            character[character.startIndex + 1] == 0xBF && character[character.startIndex + 2] >= 0xBE
                ? "\u{FFFD}" : nil
        default: "\u{FFFD}"
        }
    }
}
