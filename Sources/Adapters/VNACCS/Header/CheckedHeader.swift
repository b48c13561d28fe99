import Bus

/// The header of a whole message, checked. It holds the message's bytes; text is made only of what is asked for.
///
/// The mapping of a message needs few of the header's fields: a `VNACCSHeader`, with a text for each, is not made for it.
struct CheckedHeader: Sendable {
    /// The whole message.
    let bytes: [UInt8]
    let channel: VNACCSHeader.Channel
    let morePending: Bool
    let centreTime: Timestamp?
    let isLastPart: Bool
    let sendGuard: Bool
    let dataType: OutputDataType?

    /// - Throws: as `VNACCSHeader.init(decoding:)`.
    init(_ bytes: [UInt8]) throws(AdapterError) {
        try Self.checkFrame(bytes)
        try Self.checkCharacters(bytes)
        self.bytes = bytes

        let control = HeaderField.control.offset
        let third = bytes[control + 2]
        guard let channel = VNACCSHeader.Channel(rawValue: String(decoding: bytes[control..<control + 2], as: UTF8.self)),
            third == 0x20 || third == UInt8(ascii: "P")
        else { throw VNACCSHeader.wrong(.badHeader, .control, "the control field is not SS, MS or GS") }
        self.channel = channel
        morePending = third != 0x20

        let time = Self.text(of: .centreTime, in: bytes)
        centreTime = time.isEmpty ? nil : Timestamp(date: time.prefix(8), time: time.dropFirst(8), in: bytes)
        guard time.isEmpty == (centreTime == nil) else {
            throw VNACCSHeader.wrong(.badHeader, .centreTime, "the time of receipt is not yyyyMMddHHmmss")
        }
        isLastPart = try Self.flag(.endFlag, "E", in: bytes)
        sendGuard = try Self.flag(.sendGuard, "*", in: bytes)

        let type = Self.text(of: .dataType, in: bytes)
        dataType = OutputDataType(rawValue: String(decoding: bytes[type], as: UTF8.self))
        guard type.isEmpty == (dataType == nil) else {
            throw VNACCSHeader.wrong(.badHeader, .dataType, "the data type is none of R, M, C, P, A, U and blank")
        }
    }

    var procedure: String { text(.procedure) }
    var outputCode: String { text(.outputCode) }
    var user: String { text(.user) }
    var terminal: String { text(.terminal) }
    var dataInfo: String { text(.dataInfo) }
    var division: String { text(.division) }
    var inputNumber: String { text(.inputNumber) }

    /// Without its padding.
    func text(_ field: HeaderField) -> String { String(decoding: self[field], as: UTF8.self) }

    /// The bytes of a field without its padding.
    subscript(field: HeaderField) -> ArraySlice<UInt8> { bytes[Self.text(of: field, in: bytes)] }

    /// The data information without blanks on either side.
    var trimmedDataInfo: ArraySlice<UInt8> { self[.dataInfo].drop { $0 == 0x20 } }

    /// Where the text of a field stands, without its padding. `bytes` must hold the field.
    static func text(of field: HeaderField, in bytes: [UInt8]) -> Range<Int> {
        field.offset..<TextCheck.endOfText(in: bytes, field.range)
    }

    private static func flag(
        _ field: HeaderField, _ mark: Unicode.Scalar, in bytes: [UInt8]
    ) throws(AdapterError) -> Bool {
        let byte = bytes[field.offset]
        guard byte == 0x20 || byte == UInt8(ascii: mark) else {
            throw VNACCSHeader.wrong(.badHeader, field, "the \(field.name) is neither \(mark) nor blank")
        }
        return byte != 0x20
    }
}
