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
        guard let slash = text.firstIndex(of: "/") else { return nil }
        organ = String(text[..<slash])
        document = String(text[text.index(after: slash)...])
    }

    /// The payload member `document` of documents and statuses alike.
    var description: String { "\(organ)/\(document)" }

    /// Orders a document that names no declaration with the statuses reported of it.
    var partitionKey: String { "edoc:\(description)" }

    /// OrganId: up to 4 groups of letters and digits, with dots between: `000.00.00.G12`.
    static func isOrgan(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count <= 4
            && parts.allSatisfy { part in
                !part.isEmpty
                    && part.allSatisfy {
                        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0)
                    }
            }
    }
}
