import Adapters
import Events
import Testing

/// A damaged message, and what has to be said of it.
struct BadMessage: Sendable, CustomTestStringConvertible {
    let name: String
    let system: SystemName
    let bytes: [UInt8]
    /// The code of the error.
    let code: String
    /// Where: each of these must be named.
    let places: [String]
    /// What the system's own answer must contain.
    let answer: String

    var testDescription: String { name }

    static let all: [BadMessage] = (try? make()) ?? []

    private static func make() throws -> [BadMessage] {
        let idc = try Valid.submission()
        let payment = try Valid.payment()
        let long = String(repeating: "ệ", count: 101)
        return try [
            BadMessage(
                name: "truncated header", system: .vnaccs, bytes: Array(idc.prefix(200)), code: "badHeader",
                places: ["line 1"], answer: "A0016-0000-0000"),
            BadMessage(
                name: "wrong length field", system: .vnaccs, bytes: replacing(392..<398, of: idc, by: "000999"),
                code: "badLength", places: ["message length", "byte 392"], answer: "A0008-0000-0000"),
            BadMessage(
                name: "letter in a numeric item", system: .vnaccs,
                bytes: replacing(Valid.number, in: idc, by: "10000000001O"), code: "badItem",
                places: ["form IDC", "ICN", "line 2", "byte 411"], answer: "S0033-ICN -0001"),
            BadMessage(
                name: "item too long in bytes", system: .vnaccs,
                bytes: framed(try replacing("Công ty Thử Nghiệm", in: Valid.preparation(), by: long)),
                code: "itemTooLong", places: ["form IDA", "IMN"], answer: "E0001-IMN -0001"),
            BadMessage(
                name: "unknown procedure", system: .vnaccs, bytes: replacing(3..<8, of: idc, by: "XYZ  "),
                code: "unknownForm", places: ["procedure code"], answer: "A0001-0000-0000"),
            BadMessage(
                name: "XML that is not well-formed", system: .epayment,
                bytes: replacing("</Customs>", in: payment, by: "</Custom>"), code: "notWellFormed", places: ["line", "byte"],
                answer: "<ErrorNumber>1004<"),
            BadMessage(
                name: "DOCTYPE", system: .epayment,
                bytes: replacing("<Customs>", in: payment, by: "<!DOCTYPE Customs [<!ENTITY a 'b'>]><Customs>"),
                code: "doctypeRefused", places: ["line", "byte"], answer: "<ErrorNumber>1005<"),
            BadMessage(
                name: "unknown message type", system: .epayment,
                bytes: replacing("<Message_Type>301", in: payment, by: "<Message_Type>777"), code: "unknownForm",
                places: ["Message_Type"], answer: "<ErrorNumber>2001<"),
            BadMessage(
                name: "declaration number of 11 digits", system: .epayment,
                bytes: replacing(Valid.number, in: payment, by: "10000000001"), code: "badItem",
                places: ["form 301", "GNT_CT/So_TK"], answer: "<ErrorNumber>2002<"),
            BadMessage(
                name: "amount with a sign", system: .treasury,
                bytes: replacing("<SO_TIEN>", in: Valid.advice(), by: "<SO_TIEN>-"), code: "badItem",
                places: ["form 910", "ROW/SO_TIEN"], answer: "<ERROR_CODE>2002<"),
            BadMessage(
                name: "invalid UTF-8", system: .edoc,
                bytes: Valid.document().map { $0 == 0xC3 ? 0xFF : $0 }, code: "badEncoding", places: ["byte"],
                answer: "<StatusCode>02<"),
            BadMessage(
                name: "empty", system: .vnaccs, bytes: [], code: "empty", places: ["empty"], answer: "A0008-0000-0000"),
            BadMessage(
                name: "two mebibytes", system: .edoc,
                bytes: Valid.document() + [UInt8](repeating: 0x20, count: 2 << 20), code: "tooLarge",
                places: ["1048576 bytes"], answer: "<StatusCode>02<"),
        ]
    }

    private static func replacing(_ range: Range<Int>, of bytes: [UInt8], by text: String) -> [UInt8] {
        Array(bytes[..<range.lowerBound]) + Array(text.utf8) + Array(bytes[range.upperBound...])
    }

    private static func replacing(_ old: String, in bytes: [UInt8], by new: String) throws -> [UInt8] {
        let text = String(decoding: bytes, as: UTF8.self)
        try #require(text.contains(old))
        return Array(text.replacing(old, with: new).utf8)
    }

    /// With a length field that is right again.
    private static func framed(_ bytes: [UInt8]) -> [UInt8] {
        let digits = String(bytes.count)
        return replacing(392..<398, of: bytes, by: String(repeating: "0", count: 6 - digits.utf8.count) + digits)
    }
}
