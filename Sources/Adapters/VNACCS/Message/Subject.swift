import Events

/// The subject of an output's header: the first result code, a separator, and a business key or a remark.
struct Subject {
    static let width = 64

    /// At most 64 bytes of ASCII; what does not fit is cut off.
    let text: String

    init(first: ResultCode?, rest: String?) {
        let code = first.map { "\(Self.pad($0.code, 5))-\(Self.pad($0.item, 4))-\(Self.pad($0.occurrence, 4))" }
        let text = (code ?? "00000-0000-0000") + (rest.map { " " + ASCIIFolding.fold($0) } ?? "")
        self.text = String(text.prefix(Self.width))
    }

    /// The declaration number in the subject of a header that was read: 12 digits at the start of the business key.
    static func declaration(in subject: ArraySlice<UInt8>) -> DeclarationNumber? {
        let digits = subject.dropFirst(16).prefix { (0x30...0x39).contains($0) }
        return DeclarationNumber(String(decoding: digits, as: UTF8.self))
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.utf8.count))
    }
}
