import Bus

/// Reads the XML of the systems' messages, and nothing of XML that a message has no use for.
///
/// No DTD, so no entities but the five predefined ones, so nothing is ever fetched or expanded; UTF-8 only; time and
/// memory are linear in the size of the message, which is bounded first.
public enum XMLDocumentReader {
    /// Levels of elements, the root being the first.
    public static let maximumDepth = 32
    public static let maximumElements = 65_536
    /// Of one element.
    public static let maximumAttributes = 64

    /// Reads a whole document.
    /// - Returns: its root element.
    /// - Throws: `AdapterError` with line and byte offset: `empty`; `tooLarge` over `Limits.nativeMessageBytes`;
    ///   `badEncoding` for invalid UTF-8, UTF-16 and any declared encoding but UTF-8 and US-ASCII; `doctypeRefused` for
    ///   `<!DOCTYPE` or `<!ENTITY` anywhere, in comments and CDATA sections too, because what reads the stored
    ///   message later may be less careful; `limitExceeded` over a limit above; `notWellFormed`.
    public static func parse(_ bytes: [UInt8]) throws(AdapterError) -> XMLNode {
        guard !bytes.isEmpty else { throw AdapterError(.empty, problem: "the message has no bytes") }
        guard bytes.count <= Limits.nativeMessageBytes else {
            throw AdapterError(
                .tooLarge, problem: "the message has \(bytes.count) bytes; \(Limits.nativeMessageBytes) are allowed")
        }
        let start = try XMLGuard.check(bytes)
        var scanner = XMLScanner(bytes, from: start)
        return XMLNode(document: try scanner.document(), index: 0)
    }
}
