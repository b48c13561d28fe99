/// What one context attribute may be.
struct AttributeRule {
    let name: String
    /// In UTF-8. Nothing in CloudEvents bounds attributes, so these bounds come from what carries them.
    let maximumBytes: Int
    private var isURI = false

    /// At most what an AMQP short string holds, because the id travels as `message-id` too.
    static let id = AttributeRule("id", 255)
    static let source = AttributeRule("source", 255, isURI: true)
    /// Leaves room in the routing key, an AMQP short string, for the partition.
    static let type = AttributeRule("type", 200)
    static let subject = AttributeRule("subject", 1024)
    static let partitionKey = AttributeRule("partitionkey", 255)
    static let traceparent = AttributeRule("traceparent", 255)

    private init(_ name: String, _ maximumBytes: Int, isURI: Bool = false) {
        self.name = name
        self.maximumBytes = maximumBytes
        self.isURI = isURI
    }

    func check(_ value: String) throws(BusError) {
        if let problem = problem(of: value) { throw problem }
    }

    /// nil when the value is allowed.
    func problem(of value: String) -> BusError? {
        guard !value.isEmpty else { return BusError(.undecodable, "attribute \(name) is empty") }
        guard value.utf8.count <= maximumBytes else {
            return BusError(.tooLarge, "attribute \(name) has \(value.utf8.count) bytes; at most \(maximumBytes)")
        }
        if isURI {
            guard Self.isURIReference(value) else {
                return BusError(.undecodable, "attribute \(name) is not a URI reference")
            }
        } else if !Self.isPrintable(value) {
            guard value.unicodeScalars.allSatisfy(Self.isAllowed) else {
                return BusError(.undecodable, "attribute \(name) has a control character or a noncharacter")
            }
        }
        return nil
    }

    /// Whether all of it is printable ASCII, by far the most frequent case. Without branches, many bytes at a time.
    private static func isPrintable(_ value: String) -> Bool {
        value.utf8Span.span.withUnsafeBufferPointer { text in
            var others = 0
            for byte in text { others &+= byte < 0x20 || byte > 0x7E ? 1 : 0 }
            return others == 0
        }
    }

    private static func isURIReference(_ value: String) -> Bool {
        value.utf8Span.span.withUnsafeBufferPointer { text in
            for byte in text { guard isInURI(byte) else { return false } }
            return true
        }
    }

    /// Printable ASCII without what RFC 3986 has no place for.
    private static func isInURI(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"), UInt8(ascii: "^"),
            UInt8(ascii: "`"), UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
            false
        default:
            (0x21...0x7E).contains(byte)
        }
    }

    /// CloudEvents strings have no control characters and no noncharacters; lone surrogates cannot be in a `String`.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F, 0xFDD0...0xFDEF: false
        default: scalar.value & 0xFFFE != 0xFFFE
        }
    }
}
