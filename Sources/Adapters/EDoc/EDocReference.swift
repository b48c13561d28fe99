/// Which document: the sender's OrganId and its DocumentId, which is unique only for that sender.
struct EDocReference: Sendable, Hashable, CustomStringConvertible {
    let organ: String
    let document: String

    init(organ: String, document: String) {
        self.organ = organ
        self.document = document
    }

    /// Reads `description` back; an OrganId has no slash in it.
    init?(_ text: String) {
        guard let slash = text.utf8.firstIndex(of: UInt8(ascii: "/")) else { return nil }
        organ = String(text[..<slash])
        document = String(text[text.utf8.index(after: slash)...])
    }

    /// The payload member `document` of documents and statuses alike.
    var description: String { organ + "/" + document }

    /// Orders a document that names no declaration with the statuses reported of it.
    var partitionKey: String { "edoc:" + description }

    /// OrganId: up to 4 groups of letters and digits, with dots between: `000.00.00.G12`.
    static func isOrgan(_ text: String) -> Bool {
        var groups = 1
        var width = 0
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: width += 1
            case UInt8(ascii: ".") where width > 0:
                groups += 1
                width = 0
            default: return false
            }
        }
        return groups <= 4 && width > 0
    }
}
