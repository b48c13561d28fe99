import Bus
import Events

/// An answer of this side: an output of data type R, header and result line.
///
/// Its bytes are those that `VNACCSMessage` would be encoded to. Every message gets an answer and most of it is always
/// the same, so that it is a copy of a template, filled in, without a text for every field of the header.
struct ResultAnswer {
    private(set) var bytes = Self.template

    /// With blank echoes, subject and result line, and the length of the whole.
    private static let template: [UInt8] = {
        var header = VNACCSHeader(procedure: "", user: "", terminal: "", dataInfo: "")
        header.dataType = .result
        let line = [UInt8](repeating: 0x20, count: ResultLine.width) + [0x0D, 0x0A]
        // Constants of this module: a header without any text fits.
        guard let bytes = try? header.encoded(bodyBytes: line.count) else {
            preconditionFailure("the header of an answer does not fit its fields")
        }
        return bytes + line
    }()

    /// The result line, and the subject: the first result and a remark, cut off where the subject ends.
    ///
    /// nil when a part of a code does not fit its place.
    /// - Parameter codes: at most five; none for an accepted input.
    init?(_ codes: [ResultCode], remark: String?) {
        guard codes.count <= ResultLine.places else { return nil }
        if codes.isEmpty {
            guard put(.success, at: HeaderField.headerBytes) else { return nil }
        }
        for index in codes.indices {
            guard put(codes[index], at: HeaderField.headerBytes + index * ResultCode.width) else { return nil }
        }
        let subject = HeaderField.subject.range
        for index in 0..<ResultCode.width { bytes[subject.lowerBound + index] = bytes[HeaderField.headerBytes + index] }
        guard let remark else { return }
        // Folded text is printable ASCII: what fits is that many bytes of it.
        let place = subject.dropFirst(ResultCode.width + 1)
        _ = put(ASCIIFolding.fold(remark).utf8.prefix(place.count), in: place)
    }

    /// Fills in whose message it answers, and when. Where the reference does not fit the header, all of this stays blank:
    /// it is of other origin.
    mutating func address(to reference: MessageReference, on channel: VNACCSHeader.Channel, at time: Timestamp) {
        guard put(reference.procedure.utf8, in: HeaderField.procedure.range),
            put(reference.user.utf8, in: HeaderField.user.range),
            put(reference.terminal.utf8, in: HeaderField.terminal.range),
            put(reference.dataInfo.utf8, in: HeaderField.dataInfo.range),
            put(reference.inputNumber.utf8, in: HeaderField.inputNumber.range)
        else {
            for field in [HeaderField.procedure, .user, .terminal, .dataInfo, .inputNumber] {
                for index in field.range { bytes[index] = 0x20 }
            }
            return
        }
        _ = put(channel.rawValue.utf8, in: HeaderField.control.range)
        _ = put(time.compact.utf8, in: HeaderField.centreTime.range)
        _ = put("000".utf8, in: HeaderField.division.range)
        _ = put("E".utf8, in: HeaderField.endFlag.range)
    }

    /// Writes `CCCCC-IIII-NNNN`, each part padded.
    private mutating func put(_ code: ResultCode, at offset: Int) -> Bool {
        bytes[offset + 5] = UInt8(ascii: "-")
        bytes[offset + 10] = UInt8(ascii: "-")
        return put(code.code.utf8, in: offset..<offset + 5) && put(code.item.utf8, in: offset + 6..<offset + 10)
            && put(code.occurrence.utf8, in: offset + 11..<offset + 15)
    }

    /// Writes a text at the start of a place that is blank. False when it is longer or not printable ASCII: then a part
    /// of it may be written.
    private mutating func put(_ text: some Collection<UInt8>, in place: Range<Int>) -> Bool {
        guard text.count <= place.count else { return false }
        var at = place.lowerBound
        for byte in text {
            guard (0x20...0x7E).contains(byte) else { return false }
            bytes[at] = byte
            at += 1
        }
        return true
    }
}
