/// One Swift file of the house.
struct SourceFile {
    /// From the root of the repository: `Sources/Bus/AMQP/RawFrame.swift`.
    let path: String
    let text: String

    /// `Bus` of `Sources/Bus/...`; nil outside `Sources`.
    var module: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    /// The lines with comments and the insides of string literals taken out.
    var codeLines: [Substring] {
        CodeStripper.strip(text).split(separator: "\n", omittingEmptySubsequences: false)
    }
}
