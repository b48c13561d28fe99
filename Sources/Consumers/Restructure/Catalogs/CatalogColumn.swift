/// A column of a catalog's own, beside those that every catalog has.
public struct CatalogColumn: Sendable {
    public let name: String
    /// What the column is and what may stand in it, for `--help` and for errors.
    public let meaning: String
    /// Whether rows that are not closed must have a value.
    public let isRequired: Bool
    let accepts: @Sendable (String) -> Bool

    public init(
        _ name: String, _ meaning: String, isRequired: Bool = true, accepts: @escaping @Sendable (String) -> Bool
    ) {
        self.name = name
        self.meaning = meaning
        self.isRequired = isRequired
        self.accepts = accepts
    }
}

extension CatalogColumn {
    /// Text of at most `bytes` bytes of UTF-8, without control characters.
    static func text(_ name: String, _ meaning: String, bytes: Int, isRequired: Bool = true) -> CatalogColumn {
        CatalogColumn(name, "\(meaning); at most \(bytes) bytes", isRequired: isRequired) { text in
            text.utf8.count <= bytes && text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
        }
    }

    /// Exactly one of some numbers of ASCII digits.
    static func digits(_ name: String, _ meaning: String, _ counts: Set<Int>, isRequired: Bool = true) -> CatalogColumn {
        CatalogColumn(name, meaning, isRequired: isRequired) { text in
            counts.contains(text.utf8.count) && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        }
    }

    static func choice(_ name: String, _ meaning: String, _ choices: [String], isRequired: Bool = true) -> CatalogColumn {
        CatalogColumn(name, "\(meaning): \(choices.joined(separator: ", "))", isRequired: isRequired) {
            choices.contains($0)
        }
    }
}
