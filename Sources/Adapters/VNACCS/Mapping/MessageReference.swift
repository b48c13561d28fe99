/// What identifies a message at its sender, as one printable ASCII text without blanks.
///
/// The data information alone does not: two terminals may send in the same second with the same counter. Answers are
/// made of it too, because they echo the same fields.
struct MessageReference: Sendable, Hashable {
    var procedure: String
    var user: String
    var terminal: String
    /// Data information, trimmed.
    var dataInfo: String
    var inputNumber: String

    init(_ header: VNACCSHeader) {
        procedure = header.procedure
        user = header.user
        terminal = header.terminal
        dataInfo = header.dataInfo
        inputNumber = header.inputNumber
    }

    /// Reads `text` back; nil for a text of other origin.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { Self.unescape($0) }
        guard parts.count == 5, let procedure = parts[0], let user = parts[1], let terminal = parts[2],
            let dataInfo = parts[3], let inputNumber = parts[4]
        else { return nil }
        self.procedure = procedure
        self.user = user
        self.terminal = terminal
        self.dataInfo = dataInfo
        self.inputNumber = inputNumber
    }

    private static let digits = Array("0123456789ABCDEF".utf8)

    var text: String {
        [procedure, user, terminal, dataInfo, inputNumber].map { Self.escape($0) }.joined(separator: ":")
    }

    /// Blanks become `.`; `.`, `%`, `:` and what is not printable ASCII become `%XX`. Different texts stay different.
    static func escape(_ text: String) -> String {
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case 0x20: escaped.append(UInt8(ascii: "."))
            case UInt8(ascii: "."), UInt8(ascii: "%"), UInt8(ascii: ":"), 0..<0x20, 0x7F...:
                escaped += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func unescape(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): bytes.append(0x20)
            case UInt8(ascii: "%"):
                guard let high = rest.popFirst().flatMap(Self.hexadecimal),
                    let low = rest.popFirst().flatMap(Self.hexadecimal)
                else { return nil }
                bytes.append(high << 4 | low)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt8? {
        digits.firstIndex(of: byte).map { UInt8($0) }
    }
}
